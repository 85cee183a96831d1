package graft.runtime;

import java.util.Objects;

/// Accesses to the array of a memory ({@link Memory#bytes}) that no VarHandle does alone, named
/// like the instructions.
///
/// An index that is not within the array, or negative, throws an IndexOutOfBoundsException, which
/// {@link Trap#leavingGuest} makes a trap; nothing has been written then.
public final class Access {
  private Access() {}

  /// The index of the array for a 64-bit address: -1 if it is beyond every array.
  ///
  /// @param address unsigned
  /// @param offset unsigned, of the instruction
  public static int index(long address, long offset) {
    long index = address + offset;
    return (address | offset | index) >>> 31 == 0 ? (int) index : -1;
  }

  /// The index of the array for a 32-bit address: negative if the address is 2 GiB or more.
  ///
  /// A test, and not `(address + offset) | (address >> 31)`: HotSpot sees that it never fails,
  /// knows from then on that the address has no sign, and leaves the test out at the next access.
  ///
  /// @param address unsigned
  /// @param offset of the instruction, not negative
  public static int index(int address, int offset) {
    return address < 0 ? -1 : address + offset;
  }

  private static int u8(byte[] bytes, int index) {
    return bytes[index] & 0xff;
  }

  private static int u16(byte[] bytes, int index) {
    return (short) Memory.I16.get(bytes, index) & 0xffff;
  }

  private static int i32(byte[] bytes, int index) {
    return (int) Memory.I32.get(bytes, index);
  }

  private static long i64(byte[] bytes, int index) {
    return (long) Memory.I64.get(bytes, index);
  }

  /// `v128.load`.
  public static V128 v128_load(byte[] bytes, int index) {
    return new V128(i64(bytes, index), i64(bytes, index + 8));
  }

  /// `v128.store`.
  public static void v128_store(byte[] bytes, int index, V128 value) {
    Objects.checkFromIndexSize(index, 16, bytes.length);
    Memory.I64.set(bytes, index, value.low());
    Memory.I64.set(bytes, index + 8, value.high());
  }

  private static V128 half(byte[] bytes, int index) {
    return new V128(i64(bytes, index), 0);
  }

  /// `v128.load8x8_s`.
  public static V128 v128_load8x8_s(byte[] bytes, int index) {
    return IntegerLanes.extend_low_s(half(bytes, index), IntegerLanes.I16X8);
  }

  /// `v128.load8x8_u`.
  public static V128 v128_load8x8_u(byte[] bytes, int index) {
    return IntegerLanes.extend_low_u(half(bytes, index), IntegerLanes.I16X8);
  }

  /// `v128.load16x4_s`.
  public static V128 v128_load16x4_s(byte[] bytes, int index) {
    return IntegerLanes.extend_low_s(half(bytes, index), IntegerLanes.I32X4);
  }

  /// `v128.load16x4_u`.
  public static V128 v128_load16x4_u(byte[] bytes, int index) {
    return IntegerLanes.extend_low_u(half(bytes, index), IntegerLanes.I32X4);
  }

  /// `v128.load32x2_s`.
  public static V128 v128_load32x2_s(byte[] bytes, int index) {
    return IntegerLanes.extend_low_s(half(bytes, index), IntegerLanes.I64X2);
  }

  /// `v128.load32x2_u`.
  public static V128 v128_load32x2_u(byte[] bytes, int index) {
    return IntegerLanes.extend_low_u(half(bytes, index), IntegerLanes.I64X2);
  }

  /// `v128.load8_splat`.
  public static V128 v128_load8_splat(byte[] bytes, int index) {
    return IntegerLanes.splat(u8(bytes, index), IntegerLanes.I8X16);
  }

  /// `v128.load16_splat`.
  public static V128 v128_load16_splat(byte[] bytes, int index) {
    return IntegerLanes.splat(u16(bytes, index), IntegerLanes.I16X8);
  }

  /// `v128.load32_splat`.
  public static V128 v128_load32_splat(byte[] bytes, int index) {
    return IntegerLanes.splat(i32(bytes, index), IntegerLanes.I32X4);
  }

  /// `v128.load64_splat`.
  public static V128 v128_load64_splat(byte[] bytes, int index) {
    return IntegerLanes.splat(i64(bytes, index), IntegerLanes.I64X2);
  }

  /// `v128.load32_zero`.
  public static V128 v128_load32_zero(byte[] bytes, int index) {
    return new V128(i32(bytes, index) & 0xffff_ffffL, 0);
  }

  /// `v128.load64_zero`.
  public static V128 v128_load64_zero(byte[] bytes, int index) {
    return half(bytes, index);
  }

  /// `v128.load8_lane`.
  public static V128 v128_load8_lane(byte[] bytes, int index, V128 value, int lane) {
    return IntegerLanes.replace_lane(value, u8(bytes, index), lane, IntegerLanes.I8X16);
  }

  /// `v128.load16_lane`.
  public static V128 v128_load16_lane(byte[] bytes, int index, V128 value, int lane) {
    return IntegerLanes.replace_lane(value, u16(bytes, index), lane, IntegerLanes.I16X8);
  }

  /// `v128.load32_lane`.
  public static V128 v128_load32_lane(byte[] bytes, int index, V128 value, int lane) {
    return IntegerLanes.replace_lane(value, i32(bytes, index), lane, IntegerLanes.I32X4);
  }

  /// `v128.load64_lane`.
  public static V128 v128_load64_lane(byte[] bytes, int index, V128 value, int lane) {
    return IntegerLanes.replace_lane(value, i64(bytes, index), lane, IntegerLanes.I64X2);
  }

  /// `v128.store8_lane`.
  public static void v128_store8_lane(byte[] bytes, int index, V128 value, int lane) {
    bytes[index] = (byte) IntegerLanes.extract_lane(value, lane, IntegerLanes.I8X16);
  }

  /// `v128.store16_lane`.
  public static void v128_store16_lane(byte[] bytes, int index, V128 value, int lane) {
    Memory.I16.set(
        bytes, index, (short) IntegerLanes.extract_lane(value, lane, IntegerLanes.I16X8));
  }

  /// `v128.store32_lane`.
  public static void v128_store32_lane(byte[] bytes, int index, V128 value, int lane) {
    Memory.I32.set(bytes, index, (int) IntegerLanes.extract_lane(value, lane, IntegerLanes.I32X4));
  }

  /// `v128.store64_lane`.
  public static void v128_store64_lane(byte[] bytes, int index, V128 value, int lane) {
    Memory.I64.set(bytes, index, IntegerLanes.extract_lane(value, lane, IntegerLanes.I64X2));
  }
}
