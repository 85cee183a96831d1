package graft.runtime;

import graft.format.Limits;
import graft.format.MemoryType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A linear memory of at most 32,767 pages (a little less than 2 GiB).
///
/// Compiled code reads {@link #bytes} into a local variable and indexes it: the array is exactly as
/// long as the memory, so that the JVM's own check is the bounds check. Growing replaces the array.
/// The methods here are for hosts; they trap where the guest would.
public final class Memory implements Extern {
  /// Bytes in a page.
  public static final int PAGE = 65_536;

  /// Pages that an array can hold.
  public static final int MAX_PAGES = 32_767;

  /// 16-bit access to {@link #bytes}.
  public static final VarHandle I16 = view(short[].class);

  /// 32-bit access to {@link #bytes}.
  public static final VarHandle I32 = view(int[].class);

  /// 64-bit access to {@link #bytes}.
  public static final VarHandle I64 = view(long[].class);

  /// `f32` access to {@link #bytes}.
  public static final VarHandle F32 = view(float[].class);

  /// `f64` access to {@link #bytes}.
  public static final VarHandle F64 = view(double[].class);

  /// What the memory holds now.
  public byte[] bytes;

  /// The threads that wait at addresses of this memory.
  final Waiters waiters = new Waiters();

  private final Limits limits;
  private final int maximum;

  /// A memory of its minimum size, all zero.
  ///
  /// @param maximumPages the host's own limit in pages
  /// @throws IllegalArgumentException if the minimum is above the limit
  public Memory(MemoryType type, int maximumPages) {
    limits = type.limits();
    Long declared = limits.maximum();
    int cap = Math.min(maximumPages, MAX_PAGES);
    maximum = declared == null ? cap : (int) Math.min(cap, declared & Long.MAX_VALUE);
    if (limits.minimum() < 0 || limits.minimum() > cap) {
      throw new IllegalArgumentException(
          "a memory of "
              + Long.toUnsignedString(limits.minimum())
              + " pages: more than the limit of "
              + cap
              + " pages");
    }
    bytes = new byte[(int) limits.minimum() * PAGE];
  }

  /// A memory that is only limited by what an array can hold.
  public Memory(MemoryType type) {
    this(type, MAX_PAGES);
  }

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN)
        .withInvokeExactBehavior();
  }

  @Override
  public MemoryType type() {
    return new MemoryType(
        new Limits(sizeInPages(), limits.maximum(), limits.shared(), limits.is64()));
  }

  /// The present size in pages of 64 KiB.
  public int sizeInPages() {
    return bytes.length / PAGE;
  }

  /// The present size in bytes.
  public int sizeInBytes() {
    return bytes.length;
  }

  /// Grows the memory (`memory.grow`).
  ///
  /// @param delta pages to add, unsigned
  /// @return the size before in pages, or -1 if that is not possible
  public int grow(int delta) {
    int before = sizeInPages();
    if (delta == 0) {
      return before;
    }
    if (delta < 0 || delta > maximum - before) {
      return -1;
    }
    try {
      bytes = Arrays.copyOf(bytes, (before + delta) * PAGE);
      return before;
    } catch (OutOfMemoryError e) {
      return -1;
    }
  }

  /// Checks that `length` bytes from `address` on lie within the memory.
  ///
  /// @param address unsigned
  /// @throws Trap if not
  public void check(int address, long length) {
    if (address < 0 || length < 0 || address > bytes.length - length) {
      throw Trap.outOfBounds();
    }
  }

  /// The byte at an address, without sign.
  public int u8(int address) {
    check(address, 1);
    return bytes[address] & 0xff;
  }

  /// The 16 bits at an address, without sign.
  public int u16(int address) {
    check(address, 2);
    return (short) I16.get(bytes, address) & 0xffff;
  }

  /// The 32 bits at an address.
  public int i32(int address) {
    check(address, 4);
    return (int) I32.get(bytes, address);
  }

  /// The 64 bits at an address.
  public long i64(int address) {
    check(address, 8);
    return (long) I64.get(bytes, address);
  }

  /// The double at an address.
  public double f64(int address) {
    check(address, 8);
    return (double) F64.get(bytes, address);
  }

  /// Writes 8 bits.
  public void setI8(int address, int value) {
    check(address, 1);
    bytes[address] = (byte) value;
  }

  /// Writes 16 bits.
  public void setI16(int address, int value) {
    check(address, 2);
    I16.set(bytes, address, (short) value);
  }

  /// Writes 32 bits.
  public void setI32(int address, int value) {
    check(address, 4);
    I32.set(bytes, address, value);
  }

  /// Writes 64 bits.
  public void setI64(int address, long value) {
    check(address, 8);
    I64.set(bytes, address, value);
  }

  /// Writes a double.
  public void setF64(int address, double value) {
    check(address, 8);
    F64.set(bytes, address, value);
  }

  /// A copy of `length` bytes.
  public byte[] read(int address, int length) {
    check(address, length);
    return Arrays.copyOfRange(bytes, address, address + length);
  }

  /// Writes bytes.
  public void write(int address, byte[] source) {
    check(address, source.length);
    System.arraycopy(source, 0, bytes, address, source.length);
  }

  /// Fills bytes with a value.
  public void fill(int address, int length, int value) {
    check(address, length);
    Arrays.fill(bytes, address, address + length, (byte) value);
  }

  /// The UTF-8 string of `length` bytes; malformed parts become replacement characters.
  public String utf8(int address, int length) {
    check(address, length);
    return new String(bytes, address, length, StandardCharsets.UTF_8);
  }

  /// The UTF-8 string that ends at the first zero byte.
  public String cString(int address) {
    int end = address;
    while (u8(end) != 0) {
      end++;
    }
    return utf8(address, end - address);
  }
}
