package graft.classfile;

/// The JVM's opcodes, as far as the compiler emits them ([JVMS
/// 6.5](https://docs.oracle.com/javase/specs/jvms/se25/html/jvms-6.html#jvms-6.5)); each is named
/// as there.
public final class Bytecode {
  private Bytecode() {}

  /// `nop`.
  public static final int NOP = 0;

  /// `aconst_null`.
  public static final int ACONST_NULL = 1;

  /// `iconst_0`.
  public static final int ICONST_0 = 3;

  /// `lconst_0`.
  public static final int LCONST_0 = 9;

  /// `fconst_0`.
  public static final int FCONST_0 = 11;

  /// `dconst_0`.
  public static final int DCONST_0 = 14;

  /// `bipush`.
  public static final int BIPUSH = 16;

  /// `sipush`.
  public static final int SIPUSH = 17;

  /// `ldc`.
  public static final int LDC = 18;

  /// `ldc_w`.
  public static final int LDC_W = 19;

  /// `ldc2_w`.
  public static final int LDC2_W = 20;

  /// `iload`.
  public static final int ILOAD = 21;

  /// `iload_0`.
  public static final int ILOAD_0 = 26;

  /// `iaload`.
  public static final int IALOAD = 46;

  /// `laload`.
  public static final int LALOAD = 47;

  /// `aaload`.
  public static final int AALOAD = 50;

  /// `baload`.
  public static final int BALOAD = 51;

  /// `istore`.
  public static final int ISTORE = 54;

  /// `istore_0`.
  public static final int ISTORE_0 = 59;

  /// `iastore`.
  public static final int IASTORE = 79;

  /// `lastore`.
  public static final int LASTORE = 80;

  /// `aastore`.
  public static final int AASTORE = 83;

  /// `bastore`.
  public static final int BASTORE = 84;

  /// `pop`.
  public static final int POP = 87;

  /// `pop2`.
  public static final int POP2 = 88;

  /// `dup`.
  public static final int DUP = 89;

  /// `dup_x1`.
  public static final int DUP_X1 = 90;

  /// `dup_x2`.
  public static final int DUP_X2 = 91;

  /// `dup2`.
  public static final int DUP2 = 92;

  /// `swap`.
  public static final int SWAP = 95;

  /// `iadd`.
  public static final int IADD = 96;

  /// `ladd`.
  public static final int LADD = 97;

  /// `fadd`.
  public static final int FADD = 98;

  /// `dadd`.
  public static final int DADD = 99;

  /// `isub`.
  public static final int ISUB = 100;

  /// `lsub`.
  public static final int LSUB = 101;

  /// `fsub`.
  public static final int FSUB = 102;

  /// `dsub`.
  public static final int DSUB = 103;

  /// `imul`.
  public static final int IMUL = 104;

  /// `lmul`.
  public static final int LMUL = 105;

  /// `fmul`.
  public static final int FMUL = 106;

  /// `dmul`.
  public static final int DMUL = 107;

  /// `idiv`.
  public static final int IDIV = 108;

  /// `ldiv`.
  public static final int LDIV = 109;

  /// `fdiv`.
  public static final int FDIV = 110;

  /// `ddiv`.
  public static final int DDIV = 111;

  /// `irem`.
  public static final int IREM = 112;

  /// `lrem`.
  public static final int LREM = 113;

  /// `ineg`.
  public static final int INEG = 116;

  /// `lneg`.
  public static final int LNEG = 117;

  /// `fneg`.
  public static final int FNEG = 118;

  /// `dneg`.
  public static final int DNEG = 119;

  /// `ishl`.
  public static final int ISHL = 120;

  /// `lshl`.
  public static final int LSHL = 121;

  /// `ishr`.
  public static final int ISHR = 122;

  /// `lshr`.
  public static final int LSHR = 123;

  /// `iushr`.
  public static final int IUSHR = 124;

  /// `lushr`.
  public static final int LUSHR = 125;

  /// `iand`.
  public static final int IAND = 126;

  /// `land`.
  public static final int LAND = 127;

  /// `ior`.
  public static final int IOR = 128;

  /// `lor`.
  public static final int LOR = 129;

  /// `ixor`.
  public static final int IXOR = 130;

  /// `lxor`.
  public static final int LXOR = 131;

  /// `iinc`.
  public static final int IINC = 132;

  /// `i2l`.
  public static final int I2L = 133;

  /// `i2f`.
  public static final int I2F = 134;

  /// `i2d`.
  public static final int I2D = 135;

  /// `l2i`.
  public static final int L2I = 136;

  /// `l2f`.
  public static final int L2F = 137;

  /// `l2d`.
  public static final int L2D = 138;

  /// `f2i`.
  public static final int F2I = 139;

  /// `f2l`.
  public static final int F2L = 140;

  /// `f2d`.
  public static final int F2D = 141;

  /// `d2i`.
  public static final int D2I = 142;

  /// `d2l`.
  public static final int D2L = 143;

  /// `d2f`.
  public static final int D2F = 144;

  /// `i2b`.
  public static final int I2B = 145;

  /// `i2c`.
  public static final int I2C = 146;

  /// `i2s`.
  public static final int I2S = 147;

  /// `lcmp`.
  public static final int LCMP = 148;

  /// `fcmpl`.
  public static final int FCMPL = 149;

  /// `fcmpg`.
  public static final int FCMPG = 150;

  /// `dcmpl`.
  public static final int DCMPL = 151;

  /// `dcmpg`.
  public static final int DCMPG = 152;

  /// `ifeq`.
  public static final int IFEQ = 153;

  /// `ifne`.
  public static final int IFNE = 154;

  /// `iflt`.
  public static final int IFLT = 155;

  /// `ifge`.
  public static final int IFGE = 156;

  /// `ifgt`.
  public static final int IFGT = 157;

  /// `ifle`.
  public static final int IFLE = 158;

  /// `if_icmpeq`.
  public static final int IF_ICMPEQ = 159;

  /// `if_icmpne`.
  public static final int IF_ICMPNE = 160;

  /// `if_icmplt`.
  public static final int IF_ICMPLT = 161;

  /// `if_icmpge`.
  public static final int IF_ICMPGE = 162;

  /// `if_icmpgt`.
  public static final int IF_ICMPGT = 163;

  /// `if_icmple`.
  public static final int IF_ICMPLE = 164;

  /// `if_acmpeq`.
  public static final int IF_ACMPEQ = 165;

  /// `if_acmpne`.
  public static final int IF_ACMPNE = 166;

  /// `goto`.
  public static final int GOTO = 167;

  /// `tableswitch`.
  public static final int TABLESWITCH = 170;

  /// `lookupswitch`.
  public static final int LOOKUPSWITCH = 171;

  /// `ireturn`.
  public static final int IRETURN = 172;

  /// `return`.
  public static final int RETURN = 177;

  /// `getstatic`.
  public static final int GETSTATIC = 178;

  /// `putstatic`.
  public static final int PUTSTATIC = 179;

  /// `getfield`.
  public static final int GETFIELD = 180;

  /// `putfield`.
  public static final int PUTFIELD = 181;

  /// `invokevirtual`.
  public static final int INVOKEVIRTUAL = 182;

  /// `invokespecial`.
  public static final int INVOKESPECIAL = 183;

  /// `invokestatic`.
  public static final int INVOKESTATIC = 184;

  /// `new`.
  public static final int NEW = 187;

  /// `anewarray`.
  public static final int ANEWARRAY = 189;

  /// `arraylength`.
  public static final int ARRAYLENGTH = 190;

  /// `athrow`.
  public static final int ATHROW = 191;

  /// `checkcast`.
  public static final int CHECKCAST = 192;

  /// `instanceof`.
  public static final int INSTANCEOF = 193;

  /// `wide`.
  public static final int WIDE = 196;

  /// `ifnull`.
  public static final int IFNULL = 198;

  /// `ifnonnull`.
  public static final int IFNONNULL = 199;
}
