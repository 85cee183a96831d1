package graft.runtime;

import graft.format.Limits;
import graft.format.MemoryType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;

/// A linear memory, in one of two forms:
///
/// - **an array** of at most 32,767 pages (a little less than 2 GiB): compiled code reads {@link
///   #bytes} into a local variable and indexes it. The array is exactly as long as the memory, so
///   that the JVM's own check is the bounds check. Growing replaces the array.
/// - **mapped**: memory outside of the heap, reserved up to the maximum, which never moves.
///   Memories that are shared between threads are mapped, since an array has no atomic access, and
///   those that start above 32,767 pages. Compiled code calls {@link MappedAccess}.
///
/// The methods here are for hosts; they trap where the guest would. Addresses are unsigned.
public final class Memory implements Extern {
  /// Bytes in a page.
  public static final int PAGE = 65_536;

  /// Pages that an array can hold.
  public static final int MAX_PAGES = 32_767;

  /// Pages that 32-bit addresses reach.
  public static final int MAX_PAGES_32 = 65_536;

  /// Pages that a mapped memory may have (64 GiB), if the system gives them.
  public static final int MAX_MAPPED_PAGES = 1 << 20;

  /// For hosts that set no limit of their own.
  public static final int UNLIMITED = Integer.MAX_VALUE;

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

  /// What the memory holds now; empty if it is mapped. Instances have it in a field of their own,
  /// too ({@link #attach}).
  public byte[] bytes;

  /// What a mapped memory holds now: a part of what is reserved, from its beginning. Empty if the
  /// memory is an array.
  MemorySegment segment = MemorySegment.NULL;

  /// The threads that wait at addresses of this memory.
  final Waiters waiters = new Waiters();

  /// Not kept from being collected: closed libraries leave the memory behind.
  private final Set<Instance> attached = Collections.newSetFromMap(new WeakHashMap<>());

  private static volatile boolean isPrepared;

  private static final VarHandle SEGMENT = segmentField();
  private static final byte[] NO_BYTES = {};

  private final Limits limits;
  private final boolean mapped;
  private final int maximum;
  private final MemorySegment reserved;

  /// A memory of its minimum size, all zero, of the form that its type asks for.
  ///
  /// @param maximumPages the host's own limit in pages
  /// @throws IllegalArgumentException if the minimum is above the limit or cannot be had
  public Memory(MemoryType type, int maximumPages) {
    this(type, maximumPages, isMapped(type));
  }

  /// A memory that is only limited by what its form can hold.
  public Memory(MemoryType type) {
    this(type, UNLIMITED);
  }

  /// A memory of its minimum size, all zero.
  ///
  /// @param maximumPages the host's own limit in pages
  /// @param mapped whether it is mapped
  /// @throws IllegalArgumentException if the minimum is above the limit or cannot be had
  public Memory(MemoryType type, int maximumPages, boolean mapped) {
    this.mapped = mapped;
    limits = type.limits();
    Long declared = limits.maximum();
    int cap = Math.min(maximumPages, mapped ? MAX_MAPPED_PAGES : MAX_PAGES);
    int most =
        declared == null || Long.compareUnsigned(declared, cap) > 0 ? cap : declared.intValue();
    if (Long.compareUnsigned(limits.minimum(), cap) > 0) {
      throw new IllegalArgumentException(
          "a memory of " + size(limits.minimum()) + ": more than the limit of " + size(cap));
    }
    int pages = (int) limits.minimum();
    if (mapped) {
      bytes = NO_BYTES;
      int limit = limits.is64() ? most : Math.min(most, MAX_PAGES_32);
      reserved = Reservation.of((long) pages * PAGE, (long) limit * PAGE);
      maximum = (int) (reserved.byteSize() / PAGE);
      segment = reserved.asSlice(0, (long) pages * PAGE);
      prepare();
    } else {
      bytes = array(pages);
      reserved = MemorySegment.NULL;
      maximum = most;
    }
  }

  private static byte[] array(int pages) {
    try {
      return new byte[pages * PAGE];
    } catch (OutOfMemoryError e) {
      throw new IllegalArgumentException("a memory of " + size(pages) + tooLargeForHeap(), e);
    }
  }

  /// What is said of something for which the heap has no room.
  static String tooLargeForHeap() {
    long mebibytes = Runtime.getRuntime().maxMemory() >> 20;
    return ": more than is left of the Java heap of " + mebibytes + " MiB (-Xmx)";
  }

  /// Whether a memory of this type is mapped: if it is shared, or too large for an array.
  public static boolean isMapped(MemoryType type) {
    return type.limits().shared() || Long.compareUnsigned(type.limits().minimum(), MAX_PAGES) > 0;
  }

  /// A number of pages, in the largest unit that it is whole in.
  static String size(long pages) {
    if (pages < 0 || pages >= 1L << 48) {
      return Long.toUnsignedString(pages) + " pages of 64 KiB";
    }
    long kibibytes = pages * 64;
    return kibibytes == 0 || kibibytes % 1024 != 0
        ? kibibytes + " KiB"
        : kibibytes % (1 << 20) != 0 ? kibibytes / 1024 + " MiB" : (kibibytes >> 20) + " GiB";
  }

  private static VarHandle segmentField() {
    try {
      return MethodHandles.lookup().findVarHandle(Memory.class, "segment", MemorySegment.class);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("BUG: Memory.segment is gone", e);
    }
  }

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN)
        .withInvokeExactBehavior();
  }

  /// Ends the waiting of threads at addresses of this memory (`memory.atomic.wait32`), now and
  /// later, as interrupting them would: for a process that has ended.
  public void stopWaiting() {
    waiters.stop();
  }

  @Override
  public MemoryType type() {
    return new MemoryType(
        new Limits(sizeInPages(), limits.maximum(), limits.shared(), limits.is64()));
  }

  /// Whether the memory is mapped, and not an array.
  public boolean isMapped() {
    return mapped;
  }

  /// The present size in pages of 64 KiB.
  public int sizeInPages() {
    return mapped ? (int) (present().byteSize() / PAGE) : bytes.length / PAGE;
  }

  /// The present size in bytes.
  public long sizeInBytes() {
    return mapped ? present().byteSize() : bytes.length;
  }

  /// Uses this memory once in every way, if it is the first mapped one: a class that is first
  /// needed when the guest's stack is exhausted cannot be initialised, now or later.
  private void prepare() {
    if (isPrepared || segment.byteSize() == 0) {
      return;
    }
    for (int size = 1; size <= 8; size *= 2) {
      Atomics.store(0, Atomics.load(0, this, 0, size), this, 0, size);
      Atomics.add(0, 0, this, 0, size);
      Atomics.and(0, 0, this, 0, size);
      Atomics.or(0, 0, this, 0, size);
      Atomics.xor(0, 0, this, 0, size);
      Atomics.xchg(0, 0, this, 0, size);
      Atomics.cmpxchg(0, 0, 0, this, 0, size);
    }
    waiters.wake(0, 0);
    waiters.await(0, 0, () -> true);
    setI8(0, u8(0));
    setI16(0, u16(0));
    setI32(0, i32(0));
    setI64(0, i64(0));
    fill(0L, 8L, (byte) 0);
    copy(0L, this, 8L, 8L);
    isPrepared = true;
  }

  /// What a mapped memory holds, as other threads have grown it.
  private MemorySegment present() {
    return (MemorySegment) SEGMENT.getOpaque(this);
  }

  /// Makes this the first memory of an instance, whose field then holds the array whenever it
  /// changes.
  public void attach(Instance instance) {
    instance.memory0 = this;
    instance.bytes0 = bytes;
    attached.add(instance);
  }

  /// Grows the memory (`memory.grow`). An array does not grow above 32,767 pages, even if the type
  /// allows that.
  ///
  /// @param delta pages to add, unsigned
  /// @return the size before in pages, or -1 if that is not possible
  public int grow(int delta) {
    if (mapped) {
      return growMapped(delta);
    }
    int before = sizeInPages();
    if (delta == 0) {
      return before;
    }
    if (delta < 0 || delta > maximum - before) {
      return -1;
    }
    Instance[] users;
    byte[] grown;
    try {
      users = attached.toArray(Instance[]::new);
      grown = Arrays.copyOf(bytes, (before + delta) * PAGE);
    } catch (OutOfMemoryError e) {
      return -1;
    }
    // From here on there is nothing that the end of the stack or of the heap could interrupt.
    bytes = grown;
    for (Instance each : users) {
      each.bytes0 = grown;
    }
    return before;
  }

  private synchronized int growMapped(int delta) {
    int before = sizeInPages();
    if (delta < 0 || delta > maximum - before) {
      return -1;
    }
    SEGMENT.setVolatile(this, reserved.asSlice(0, (long) (before + delta) * PAGE));
    return before;
  }

  /// Checks that `length` bytes from `address` on lie within the memory.
  ///
  /// @param address unsigned
  /// @throws Trap if not
  public void check(int address, long length) {
    checkRange(at(address), length);
  }

  /// The same for any address.
  void checkRange(long address, long length) {
    if (address < 0 || length < 0 || address > sizeInBytes() - length) {
      throw Trap.outOfBounds();
    }
  }

  /// The sum of address and offset; negative, and so outside of every memory, if there is none.
  static long index(long address, long offset) {
    long index = address + offset;
    return (address | offset) < 0 ? -1 : index;
  }

  private static long at(int address) {
    return address & 0xffff_ffffL;
  }

  /// The byte at an address, without sign.
  public int u8(int address) {
    check(address, 1);
    return (mapped ? segment.get(ValueLayout.JAVA_BYTE, at(address)) : bytes[address]) & 0xff;
  }

  /// The 16 bits at an address, without sign.
  public int u16(int address) {
    check(address, 2);
    return (mapped ? MappedAccess.i16(segment, at(address)) : (short) I16.get(bytes, address))
        & 0xffff;
  }

  /// The 32 bits at an address.
  public int i32(int address) {
    check(address, 4);
    return mapped ? MappedAccess.i32(segment, at(address)) : (int) I32.get(bytes, address);
  }

  /// The 64 bits at an address.
  public long i64(int address) {
    check(address, 8);
    return mapped ? MappedAccess.i64(segment, at(address)) : (long) I64.get(bytes, address);
  }

  /// The double at an address.
  public double f64(int address) {
    return Double.longBitsToDouble(i64(address));
  }

  /// Writes 8 bits.
  public void setI8(int address, int value) {
    check(address, 1);
    if (mapped) {
      segment.set(ValueLayout.JAVA_BYTE, at(address), (byte) value);
    } else {
      bytes[address] = (byte) value;
    }
  }

  /// Writes 16 bits.
  public void setI16(int address, int value) {
    check(address, 2);
    if (mapped) {
      MappedAccess.setI16(segment, at(address), (short) value);
    } else {
      I16.set(bytes, address, (short) value);
    }
  }

  /// Writes 32 bits.
  public void setI32(int address, int value) {
    check(address, 4);
    if (mapped) {
      MappedAccess.setI32(segment, at(address), value);
    } else {
      I32.set(bytes, address, value);
    }
  }

  /// Writes 64 bits.
  public void setI64(int address, long value) {
    check(address, 8);
    if (mapped) {
      MappedAccess.setI64(segment, at(address), value);
    } else {
      I64.set(bytes, address, value);
    }
  }

  /// Writes a double.
  public void setF64(int address, double value) {
    setI64(address, Double.doubleToRawLongBits(value));
  }

  /// A copy of `length` bytes.
  public byte[] read(int address, int length) {
    check(address, length);
    return mapped
        ? segment.asSlice(at(address), length).toArray(ValueLayout.JAVA_BYTE)
        : Arrays.copyOfRange(bytes, address, address + length);
  }

  /// Writes bytes.
  public void write(int address, byte[] source) {
    write(address, source, 0, source.length);
  }

  /// Writes some of an array's bytes.
  ///
  /// @param from the first
  /// @param length how many
  public void write(int address, byte[] source, int from, int length) {
    check(address, length);
    write(at(address), source, from, length);
  }

  /// The same for any address, checked by the caller.
  void write(long address, byte[] source, int from, int length) {
    if (mapped) {
      MemorySegment.copy(source, from, segment, ValueLayout.JAVA_BYTE, address, length);
    } else {
      System.arraycopy(source, from, bytes, (int) address, length);
    }
  }

  /// Copies bytes within the memory, which may overlap.
  public void move(int to, int from, int length) {
    check(from, length);
    check(to, length);
    copy(at(to), this, at(from), length);
  }

  /// Copies from a memory, within bounds that the caller checked.
  void copy(long to, Memory source, long from, long length) {
    if (mapped || source.mapped) {
      MemorySegment.copy(source.whole(), from, whole(), to, length);
    } else {
      System.arraycopy(source.bytes, (int) from, bytes, (int) to, (int) length);
    }
  }

  private MemorySegment whole() {
    return mapped ? segment : MemorySegment.ofArray(bytes);
  }

  /// Fills bytes with a value.
  public void fill(int address, int length, int value) {
    check(address, length);
    fill(at(address), length, (byte) value);
  }

  /// The same for any address, checked by the caller.
  void fill(long address, long length, byte value) {
    if (mapped) {
      segment.asSlice(address, length).fill(value);
    } else {
      Arrays.fill(bytes, (int) address, (int) (address + length), value);
    }
  }

  /// The memory itself from an address on, not a copy, to be used at once: an array that grows is
  /// another one afterwards.
  ///
  /// @param length how many bytes
  public ByteBuffer buffer(int address, int length) {
    check(address, length);
    return mapped
        ? segment.asSlice(at(address), length).asByteBuffer()
        : ByteBuffer.wrap(bytes, address, length);
  }

  /// The UTF-8 string of `length` bytes; malformed parts become replacement characters.
  public String utf8(int address, int length) {
    check(address, length);
    return mapped
        ? new String(read(address, length), StandardCharsets.UTF_8)
        : new String(bytes, address, length, StandardCharsets.UTF_8);
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
