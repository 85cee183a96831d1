package graft.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import graft.format.Immediate;
import graft.format.Opcode;
import graft.format.ValType;
import graft.runtime.Func;
import graft.runtime.Instance;
import graft.testkit.WasmBytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each SIMD instruction gives the same bits with jdk.incubator.vector and without, run often
/// enough that HotSpot's C2 compiles both. (A NaN may have any payload, but must be quiet.)
final class VectorCodeTest {
  private static final int LANE = 1;
  private static final int ROWS = 512;
  private static final int ROUNDS = 150;
  private static final int SPAN = ROWS * 16;

  @BeforeAll
  static void needsTheModule() {
    assumeTrue(
        ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(),
        "needs --add-modules jdk.incubator.vector");
  }

  static Stream<Opcode> instructions() {
    return Arrays.stream(Opcode.values()).filter(op -> op.code() >= 0xfd0000);
  }

  @ParameterizedTest
  @MethodSource("instructions")
  void givesTheSameBits(Opcode op) {
    byte[] expected = run(op, false);
    byte[] found = run(op, true);
    for (int at = 0; at < SPAN; at += 16) {
      assertThat(lanes(op, found, at)).as("row " + at / 16).isEqualTo(lanes(op, expected, at));
    }
  }

  /// The lanes of a result, as text: all NaN are one if they are quiet.
  private static List<String> lanes(Opcode op, byte[] bytes, int at) {
    java.nio.ByteBuffer buffer =
        java.nio.ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    List<String> lanes = new ArrayList<>();
    boolean moves =
        op.toString().matches(".*(abs|neg|splat|lane|pmin|pmax)")
            || op.immediate() != Immediate.NONE;
    for (int k = 0; k < 16; k += 4) {
      int bits = buffer.getInt(at + k);
      boolean isNan = op.toString().startsWith("f32x4") && Float.isNaN(Float.intBitsToFloat(bits));
      lanes.add(
          isNan && !moves
              ? ((bits & 0x40_0000) != 0 ? "NaN" : "signaling")
              : Integer.toHexString(bits));
    }
    if (op.toString().startsWith("f64x2") && !moves) {
      lanes.clear();
      for (int k = 0; k < 16; k += 8) {
        long bits = buffer.getLong(at + k);
        boolean isNan = Double.isNaN(Double.longBitsToDouble(bits));
        lanes.add(
            isNan
                ? ((bits & 0x8_0000_0000_0000L) != 0 ? "NaN" : "signaling")
                : Long.toHexString(bits));
      }
    }
    return lanes;
  }

  private static byte[] run(Opcode op, boolean vectors) {
    Instance instance =
        Compiler.compile(
                new TinyModule().function(code(op)).valid(),
                CompilerOptions.DEFAULT.withVectors(vectors))
            .instantiate(List.of());
    byte[] bytes = Objects.requireNonNull(instance.memory0).bytes;
    fill(bytes);
    Func function = instance.function("f0");
    // The plain methods have tests of their own.
    for (int i = 0; i < (vectors ? ROUNDS : 1); i++) {
      function.invoke(SPAN - 16);
    }
    return Arrays.copyOf(bytes, SPAN);
  }

  /// Operands: numbers near the borders of each width, special floats, and any bits.
  private static void fill(byte[] bytes) {
    SplittableRandom random = new SplittableRandom(1);
    random.nextBytes(bytes);
    java.nio.ByteBuffer buffer =
        java.nio.ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    float[] floats = {
      0,
      1,
      0.5f,
      1.5f,
      2.5f,
      0x1p23f,
      0x1p31f,
      0x1p32f,
      0x1p63f,
      Float.MIN_VALUE,
      Float.MAX_VALUE,
      Float.POSITIVE_INFINITY,
      Float.NaN,
      Float.intBitsToFloat(0x7f80_0001),
      0.49999997f,
      8388607.5f
    };
    double[] doubles = {
      0,
      1,
      0.5,
      1.5,
      2.5,
      0x1p52,
      0x1p31,
      0x1p32,
      0x1p63,
      Double.MIN_VALUE,
      Double.MAX_VALUE,
      Double.POSITIVE_INFINITY,
      Double.NaN,
      Double.longBitsToDouble(0x7ff0_0000_0000_0001L),
      0.49999999999999994,
      4503599627370495.5
    };
    long[] bounds = {
      0, 1, -1, 0x7f, 0x80, 0x7fff, 0x8000, 0x7fff_ffff, 0x8000_0000L, Long.MIN_VALUE
    };
    for (int at = SPAN; at < bytes.length; at += 8) {
      int sign = random.nextInt(2) * Integer.MIN_VALUE;
      switch (random.nextInt(6)) {
        case 0 -> {
          buffer.putInt(at, sign ^ Float.floatToRawIntBits(floats[random.nextInt(floats.length)]));
          buffer.putInt(at + 4, Float.floatToRawIntBits(random.nextFloat() * 100 - 50));
        }
        case 1 ->
            buffer.putLong(
                at,
                ((long) sign << 32)
                    ^ Double.doubleToRawLongBits(doubles[random.nextInt(doubles.length)]));
        case 2 -> buffer.putDouble(at, random.nextDouble() * 100 - 50);
        case 3 ->
            buffer.putLong(at, bounds[random.nextInt(bounds.length)] << (8 * random.nextInt(8)));
        case 4 -> buffer.putLong(at, random.nextLong() & 0x1f1f_1f1f_1f1f_1f1fL);
        default -> {}
      }
    }
  }

  /// A loop from the last row to the first: operands from memory, result at the row's address.
  private static int[] code(Opcode op) {
    List<Integer> code = new ArrayList<>();
    add(code, TinyModule.LOOP, TinyModule.NOTHING);
    Opcode.Signature signature = Objects.requireNonNull(op.signature());
    boolean stores = signature.result() == null;
    if (!stores) {
      add(code, TinyModule.LOCAL_GET, 0);
    }
    int operand = 1;
    for (ValType type : signature.parameters()) {
      add(code, TinyModule.LOCAL_GET, 0);
      if (type != null) {
        load(code, type, operand++ * SPAN);
      }
    }
    vector(code, op.code() & 0xffff);
    switch (op.immediate()) {
      case LANE -> add(code, LANE);
      case MEMARG, MEMARG_LANE -> {
        add(code, 0);
        leb(code, stores ? 0 : 3 * SPAN);
        if (op.immediate() == Immediate.MEMARG_LANE) {
          add(code, LANE);
        }
      }
      case SHUFFLE -> add(code, 0, 31, 2, 29, 4, 27, 6, 25, 8, 23, 10, 21, 12, 19, 14, 17);
      case V128 -> {
        for (int k = 0; k < 16; k++) {
          add(code, 17 * k);
        }
      }
      default -> {}
    }
    if (!stores) {
      store(code, signature.result());
    }
    // i -= 16, while i >= 0
    add(code, TinyModule.LOCAL_GET, 0, TinyModule.I32_CONST, 16, 0x6b, 0x22, 0);
    add(code, TinyModule.I32_CONST, 0, 0x4e, TinyModule.BR_IF, 0, TinyModule.END);
    add(code, TinyModule.LOCAL_GET, 0);
    return code.stream().mapToInt(Integer::intValue).toArray();
  }

  private static void load(List<Integer> code, ValType type, int offset) {
    switch (type) {
      case I32 -> add(code, 0x28, 0);
      case I64 -> add(code, 0x29, 0);
      case F32 -> add(code, 0x2a, 0);
      case F64 -> add(code, 0x2b, 0);
      default -> {
        vector(code, 0);
        add(code, 0);
      }
    }
    leb(code, offset);
  }

  private static void store(List<Integer> code, ValType type) {
    switch (type) {
      case I32 -> add(code, 0x36, 0, 0);
      case I64 -> add(code, 0x37, 0, 0);
      case F32 -> add(code, 0x38, 0, 0);
      case F64 -> add(code, 0x39, 0, 0);
      default -> {
        vector(code, 0x0b);
        add(code, 0, 0);
      }
    }
  }

  private static void vector(List<Integer> code, int number) {
    add(code, 0xfd);
    leb(code, number);
  }

  private static void leb(List<Integer> code, int value) {
    for (byte each : new WasmBytes().u32(value).toArray()) {
      code.add(each & 0xff);
    }
  }

  private static void add(List<Integer> code, int... bytes) {
    for (int each : bytes) {
      code.add(each);
    }
  }
}
