package graft.classfile;

/// Makes a class file ([JVMS 4](https://docs.oracle.com/javase/specs/jvms/se25/html/jvms-4.html)).
/// The same calls give the same bytes.
public final class ClassWriter {
  /// `ACC_PUBLIC`.
  public static final int PUBLIC = 0x0001;

  /// `ACC_STATIC`.
  public static final int STATIC = 0x0008;

  /// `ACC_FINAL`.
  public static final int FINAL = 0x0010;

  /// `ACC_ABSTRACT`.
  public static final int ABSTRACT = 0x0400;

  private static final int SUPER = 0x0020;
  private static final int VERSION = 69;

  private final ConstantPool pool = new ConstantPool();
  private final ByteBuilder fields = new ByteBuilder();
  private final ByteBuilder methods = new ByteBuilder();
  private final String name;
  private final int access;
  private final int thisClass;
  private final int superClass;
  private final int sourceFile;
  private final ByteBuilder interfaces = new ByteBuilder();
  private int interfaceCount;
  private int fieldCount;
  private int methodCount;

  /// @param access {@link #PUBLIC} and the like
  /// @param name internal name: `graft/sig/I_I`
  /// @param superName internal name of the super class
  /// @param sourceFile what stack traces show as the file
  public ClassWriter(int access, String name, String superName, String sourceFile) {
    this.access = access;
    this.name = name;
    this.thisClass = pool.classInfo(name);
    this.superClass = pool.classInfo(superName);
    pool.utf8("SourceFile");
    this.sourceFile = pool.utf8(sourceFile);
  }

  /// The internal name of the class.
  public String name() {
    return name;
  }

  /// The constants of the class.
  public ConstantPool pool() {
    return pool;
  }

  /// Says that the class implements an interface.
  ///
  /// @param internalName as in `java/lang/Runnable`
  public void implement(String internalName) {
    interfaces.u2(pool.classInfo(internalName));
    interfaceCount++;
  }

  /// Declares a field.
  public void field(int access, String name, String descriptor) {
    fields.u2(access);
    fields.u2(pool.utf8(name));
    fields.u2(pool.utf8(descriptor));
    fields.u2(0);
    fieldCount++;
  }

  /// Declares a method without code.
  public void abstractMethod(int access, String name, String descriptor) {
    methodHeader(access | ABSTRACT, name, descriptor, 0);
  }

  /// Makes room for the constants of a method that is added later.
  ///
  /// @throws TooLargeException above 65,535 constants
  public void declare(String name, String descriptor) {
    pool.utf8(name);
    pool.utf8(descriptor);
    pool.utf8("Code");
    pool.utf8("StackMapTable");
  }

  /// Adds a method whose code is finished.
  ///
  /// @throws TooLargeException above 65,535 bytes of code
  public void method(int access, String name, String descriptor, CodeWriter code) {
    methodHeader(access, name, descriptor, 1);
    code.writeTo(methods, pool);
  }

  private void methodHeader(int access, String name, String descriptor, int attributes) {
    methods.u2(access);
    methods.u2(pool.utf8(name));
    methods.u2(pool.utf8(descriptor));
    methods.u2(attributes);
    if (++methodCount > 65_535) {
      throw new TooLargeException("more than 65,535 methods in a class");
    }
  }

  /// The finished class file.
  public byte[] toByteArray() {
    ByteBuilder out = new ByteBuilder();
    int sourceFileName = pool.utf8("SourceFile");
    out.u4(0xcafebabe);
    out.u2(0);
    out.u2(VERSION);
    pool.writeTo(out);
    out.u2(access | SUPER);
    out.u2(thisClass);
    out.u2(superClass);
    out.u2(interfaceCount);
    out.append(interfaces.bytes(), interfaces.length());
    out.u2(fieldCount);
    out.append(fields.bytes(), fields.length());
    out.u2(methodCount);
    out.append(methods.bytes(), methods.length());
    out.u2(1);
    out.u2(sourceFileName);
    out.u4(2);
    out.u2(sourceFile);
    return out.toByteArray();
  }
}
