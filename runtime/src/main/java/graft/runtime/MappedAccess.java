package graft.runtime;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/// Loads and stores of mapped memories, named like the instructions, as compiled code calls them:
/// the address without sign, the memory, the offset of the instruction without sign, and then what
/// is stored.
///
/// An access outside of the memory throws an IndexOutOfBoundsException, which {@link
/// Trap#leavingGuest} makes a trap; nothing has been written then. The memory's present segment is
/// read at each access, as other threads may grow it.
public final class MappedAccess {
  private static final VarHandle I16 =
      handle(ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN));
  private static final VarHandle I32 =
      handle(ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN));
  private static final VarHandle I64 =
      handle(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN));
  private static final VarHandle I8 = handle(ValueLayout.JAVA_BYTE);

  private MappedAccess() {}

  private static VarHandle handle(ValueLayout layout) {
    return layout.varHandle().withInvokeExactBehavior();
  }

  private static byte i8(Memory memory, long index) {
    return (byte) I8.get(memory.segment, index);
  }

  static short i16(MemorySegment segment, long index) {
    return (short) I16.get(segment, index);
  }

  static int i32(MemorySegment segment, long index) {
    return (int) I32.get(segment, index);
  }

  static long i64(MemorySegment segment, long index) {
    return (long) I64.get(segment, index);
  }

  static void setI16(MemorySegment segment, long index, short value) {
    I16.set(segment, index, value);
  }

  static void setI32(MemorySegment segment, long index, int value) {
    I32.set(segment, index, value);
  }

  static void setI64(MemorySegment segment, long index, long value) {
    I64.set(segment, index, value);
  }

  /// `i32.load`.
  public static int i32_load(long address, Memory memory, long offset) {
    return i32(memory.segment, Memory.index(address, offset));
  }

  /// `i64.load`.
  public static long i64_load(long address, Memory memory, long offset) {
    return i64(memory.segment, Memory.index(address, offset));
  }

  /// `f32.load`.
  public static float f32_load(long address, Memory memory, long offset) {
    return Float.intBitsToFloat(i32(memory.segment, Memory.index(address, offset)));
  }

  /// `f64.load`.
  public static double f64_load(long address, Memory memory, long offset) {
    return Double.longBitsToDouble(i64(memory.segment, Memory.index(address, offset)));
  }

  /// `i32.load8_s`.
  public static int i32_load8_s(long address, Memory memory, long offset) {
    return i8(memory, Memory.index(address, offset));
  }

  /// `i32.load8_u`.
  public static int i32_load8_u(long address, Memory memory, long offset) {
    return i8(memory, Memory.index(address, offset)) & 0xff;
  }

  /// `i32.load16_s`.
  public static int i32_load16_s(long address, Memory memory, long offset) {
    return i16(memory.segment, Memory.index(address, offset));
  }

  /// `i32.load16_u`.
  public static int i32_load16_u(long address, Memory memory, long offset) {
    return i16(memory.segment, Memory.index(address, offset)) & 0xffff;
  }

  /// `i64.load8_s`.
  public static long i64_load8_s(long address, Memory memory, long offset) {
    return i8(memory, Memory.index(address, offset));
  }

  /// `i64.load8_u`.
  public static long i64_load8_u(long address, Memory memory, long offset) {
    return i8(memory, Memory.index(address, offset)) & 0xffL;
  }

  /// `i64.load16_s`.
  public static long i64_load16_s(long address, Memory memory, long offset) {
    return i16(memory.segment, Memory.index(address, offset));
  }

  /// `i64.load16_u`.
  public static long i64_load16_u(long address, Memory memory, long offset) {
    return i16(memory.segment, Memory.index(address, offset)) & 0xffffL;
  }

  /// `i64.load32_s`.
  public static long i64_load32_s(long address, Memory memory, long offset) {
    return i32(memory.segment, Memory.index(address, offset));
  }

  /// `i64.load32_u`.
  public static long i64_load32_u(long address, Memory memory, long offset) {
    return i32(memory.segment, Memory.index(address, offset)) & 0xffff_ffffL;
  }

  /// `i32.store`.
  public static void i32_store(long address, Memory memory, long offset, int value) {
    I32.set(memory.segment, Memory.index(address, offset), value);
  }

  /// `i64.store`.
  public static void i64_store(long address, Memory memory, long offset, long value) {
    I64.set(memory.segment, Memory.index(address, offset), value);
  }

  /// `f32.store`.
  public static void f32_store(long address, Memory memory, long offset, float value) {
    I32.set(memory.segment, Memory.index(address, offset), Float.floatToRawIntBits(value));
  }

  /// `f64.store`.
  public static void f64_store(long address, Memory memory, long offset, double value) {
    I64.set(memory.segment, Memory.index(address, offset), Double.doubleToRawLongBits(value));
  }

  /// `i32.store8`.
  public static void i32_store8(long address, Memory memory, long offset, int value) {
    I8.set(memory.segment, Memory.index(address, offset), (byte) value);
  }

  /// `i32.store16`.
  public static void i32_store16(long address, Memory memory, long offset, int value) {
    I16.set(memory.segment, Memory.index(address, offset), (short) value);
  }

  /// `i64.store8`.
  public static void i64_store8(long address, Memory memory, long offset, long value) {
    I8.set(memory.segment, Memory.index(address, offset), (byte) value);
  }

  /// `i64.store16`.
  public static void i64_store16(long address, Memory memory, long offset, long value) {
    I16.set(memory.segment, Memory.index(address, offset), (short) value);
  }

  /// `i64.store32`.
  public static void i64_store32(long address, Memory memory, long offset, long value) {
    I32.set(memory.segment, Memory.index(address, offset), (int) value);
  }

  /// `v128.load`.
  public static V128 v128_load(long address, Memory memory, long offset) {
    long index = Memory.index(address, offset);
    return new V128(i64(memory.segment, index), i64(memory.segment, index + 8));
  }

  /// `v128.store`.
  public static void v128_store(long address, Memory memory, long offset, V128 value) {
    MemorySegment segment = memory.segment;
    long index = Objects.checkFromIndexSize(Memory.index(address, offset), 16L, segment.byteSize());
    I64.set(segment, index, value.low());
    I64.set(segment, index + 8, value.high());
  }

  private static V128 half(Memory memory, long index) {
    return new V128(i64(memory.segment, index), 0);
  }

  /// `v128.load8x8_s`.
  public static V128 v128_load8x8_s(long address, Memory memory, long offset) {
    return IntegerLanes.extend_low_s(
        half(memory, Memory.index(address, offset)), IntegerLanes.I16X8);
  }

  /// `v128.load8x8_u`.
  public static V128 v128_load8x8_u(long address, Memory memory, long offset) {
    return IntegerLanes.extend_low_u(
        half(memory, Memory.index(address, offset)), IntegerLanes.I16X8);
  }

  /// `v128.load16x4_s`.
  public static V128 v128_load16x4_s(long address, Memory memory, long offset) {
    return IntegerLanes.extend_low_s(
        half(memory, Memory.index(address, offset)), IntegerLanes.I32X4);
  }

  /// `v128.load16x4_u`.
  public static V128 v128_load16x4_u(long address, Memory memory, long offset) {
    return IntegerLanes.extend_low_u(
        half(memory, Memory.index(address, offset)), IntegerLanes.I32X4);
  }

  /// `v128.load32x2_s`.
  public static V128 v128_load32x2_s(long address, Memory memory, long offset) {
    return IntegerLanes.extend_low_s(
        half(memory, Memory.index(address, offset)), IntegerLanes.I64X2);
  }

  /// `v128.load32x2_u`.
  public static V128 v128_load32x2_u(long address, Memory memory, long offset) {
    return IntegerLanes.extend_low_u(
        half(memory, Memory.index(address, offset)), IntegerLanes.I64X2);
  }

  /// `v128.load8_splat`.
  public static V128 v128_load8_splat(long address, Memory memory, long offset) {
    return IntegerLanes.splat(i8(memory, Memory.index(address, offset)) & 0xff, IntegerLanes.I8X16);
  }

  /// `v128.load16_splat`.
  public static V128 v128_load16_splat(long address, Memory memory, long offset) {
    return IntegerLanes.splat(
        i16(memory.segment, Memory.index(address, offset)) & 0xffff, IntegerLanes.I16X8);
  }

  /// `v128.load32_splat`.
  public static V128 v128_load32_splat(long address, Memory memory, long offset) {
    return IntegerLanes.splat(
        i32(memory.segment, Memory.index(address, offset)), IntegerLanes.I32X4);
  }

  /// `v128.load64_splat`.
  public static V128 v128_load64_splat(long address, Memory memory, long offset) {
    return IntegerLanes.splat(
        i64(memory.segment, Memory.index(address, offset)), IntegerLanes.I64X2);
  }

  /// `v128.load32_zero`.
  public static V128 v128_load32_zero(long address, Memory memory, long offset) {
    return new V128(i32(memory.segment, Memory.index(address, offset)) & 0xffff_ffffL, 0);
  }

  /// `v128.load64_zero`.
  public static V128 v128_load64_zero(long address, Memory memory, long offset) {
    return half(memory, Memory.index(address, offset));
  }

  /// `v128.load8_lane`.
  public static V128 v128_load8_lane(
      long address, Memory memory, long offset, V128 value, int lane) {
    return IntegerLanes.replace_lane(
        value, i8(memory, Memory.index(address, offset)) & 0xff, lane, IntegerLanes.I8X16);
  }

  /// `v128.load16_lane`.
  public static V128 v128_load16_lane(
      long address, Memory memory, long offset, V128 value, int lane) {
    return IntegerLanes.replace_lane(
        value,
        i16(memory.segment, Memory.index(address, offset)) & 0xffff,
        lane,
        IntegerLanes.I16X8);
  }

  /// `v128.load32_lane`.
  public static V128 v128_load32_lane(
      long address, Memory memory, long offset, V128 value, int lane) {
    return IntegerLanes.replace_lane(
        value, i32(memory.segment, Memory.index(address, offset)), lane, IntegerLanes.I32X4);
  }

  /// `v128.load64_lane`.
  public static V128 v128_load64_lane(
      long address, Memory memory, long offset, V128 value, int lane) {
    return IntegerLanes.replace_lane(
        value, i64(memory.segment, Memory.index(address, offset)), lane, IntegerLanes.I64X2);
  }

  /// `v128.store8_lane`.
  public static void v128_store8_lane(
      long address, Memory memory, long offset, V128 value, int lane) {
    I8.set(
        memory.segment,
        Memory.index(address, offset),
        (byte) IntegerLanes.extract_lane(value, lane, IntegerLanes.I8X16));
  }

  /// `v128.store16_lane`.
  public static void v128_store16_lane(
      long address, Memory memory, long offset, V128 value, int lane) {
    I16.set(
        memory.segment,
        Memory.index(address, offset),
        (short) IntegerLanes.extract_lane(value, lane, IntegerLanes.I16X8));
  }

  /// `v128.store32_lane`.
  public static void v128_store32_lane(
      long address, Memory memory, long offset, V128 value, int lane) {
    I32.set(
        memory.segment,
        Memory.index(address, offset),
        (int) IntegerLanes.extract_lane(value, lane, IntegerLanes.I32X4));
  }

  /// `v128.store64_lane`.
  public static void v128_store64_lane(
      long address, Memory memory, long offset, V128 value, int lane) {
    I64.set(
        memory.segment,
        Memory.index(address, offset),
        IntegerLanes.extract_lane(value, lane, IntegerLanes.I64X2));
  }
}
