package graft.runtime;

/// The instructions of the threads proposal
/// ([spec](https://webassembly.github.io/threads/core/exec/instructions.html)), each written once
/// for all sizes: `i64.atomic.rmw16.add_u` is {@link #add} of 2 bytes. Numbers are passed as
/// `long`; what is read has no sign, as all instructions have it.
///
/// **Not atomic yet.** A memory is a `byte[]`, for which the JVM offers only plain access, so these
/// are right as long as one thread at a time runs in a process. That is how processes run now.
/// Threads that run at the same time need another representation of shared memories.
///
/// Parameters of all:
///
/// - `address`: without sign, as it is or extended from 32 bits
/// - `offset`: of the instruction, without sign
/// - `size`: bytes that are accessed: 1, 2, 4 or 8
public final class Atomics {
  private Atomics() {}

  private static int index(long address, Memory memory, long offset, int size) {
    int index = Access.index(address, offset);
    memory.check(index, size);
    if ((index & (size - 1)) != 0) {
      throw new Trap("unaligned atomic");
    }
    return index;
  }

  private static long read(byte[] bytes, int index, int size) {
    return switch (size) {
      case 1 -> bytes[index] & 0xffL;
      case 2 -> (short) Memory.I16.get(bytes, index) & 0xffffL;
      case 4 -> (int) Memory.I32.get(bytes, index) & 0xffff_ffffL;
      default -> (long) Memory.I64.get(bytes, index);
    };
  }

  private static void write(byte[] bytes, int index, long value, int size) {
    switch (size) {
      case 1 -> bytes[index] = (byte) value;
      case 2 -> Memory.I16.set(bytes, index, (short) value);
      case 4 -> Memory.I32.set(bytes, index, (int) value);
      default -> Memory.I64.set(bytes, index, value);
    }
  }

  /// The low `size` bytes of a number.
  private static long wrap(long value, int size) {
    return value & -1L >>> (64 - 8 * size);
  }

  /// `atomic.load`.
  public static long load(long address, Memory memory, long offset, int size) {
    return read(memory.bytes, index(address, memory, offset, size), size);
  }

  /// `atomic.store`.
  public static void store(long address, long value, Memory memory, long offset, int size) {
    write(memory.bytes, index(address, memory, offset, size), value, size);
  }

  /// `atomic.rmw.add`.
  public static long add(long address, long value, Memory memory, long offset, int size) {
    int index = index(address, memory, offset, size);
    long before = read(memory.bytes, index, size);
    write(memory.bytes, index, before + value, size);
    return before;
  }

  /// `atomic.rmw.sub`.
  public static long sub(long address, long value, Memory memory, long offset, int size) {
    return add(address, -value, memory, offset, size);
  }

  /// `atomic.rmw.and`.
  public static long and(long address, long value, Memory memory, long offset, int size) {
    int index = index(address, memory, offset, size);
    long before = read(memory.bytes, index, size);
    write(memory.bytes, index, before & value, size);
    return before;
  }

  /// `atomic.rmw.or`.
  public static long or(long address, long value, Memory memory, long offset, int size) {
    int index = index(address, memory, offset, size);
    long before = read(memory.bytes, index, size);
    write(memory.bytes, index, before | value, size);
    return before;
  }

  /// `atomic.rmw.xor`.
  public static long xor(long address, long value, Memory memory, long offset, int size) {
    int index = index(address, memory, offset, size);
    long before = read(memory.bytes, index, size);
    write(memory.bytes, index, before ^ value, size);
    return before;
  }

  /// `atomic.rmw.xchg`.
  public static long xchg(long address, long value, Memory memory, long offset, int size) {
    int index = index(address, memory, offset, size);
    long before = read(memory.bytes, index, size);
    write(memory.bytes, index, value, size);
    return before;
  }

  /// `atomic.rmw.cmpxchg`; of `expected` only the low `size` bytes count.
  public static long cmpxchg(
      long address, long expected, long value, Memory memory, long offset, int size) {
    int index = index(address, memory, offset, size);
    long before = read(memory.bytes, index, size);
    if (before == wrap(expected, size)) {
      write(memory.bytes, index, value, size);
    }
    return before;
  }

  /// `memory.atomic.wait32` and `memory.atomic.wait64`. Without a timeout it waits until it is
  /// notified, which only another thread can do, or until the Java thread is interrupted.
  ///
  /// @param timeout in nanoseconds; negative for none
  /// @return 0 if it was notified, 1 if the memory holds another value, 2 if the time is over
  /// @throws Trap if the memory is not shared, or the thread was interrupted (it still is, then)
  public static long wait(
      long address, long expected, long timeout, Memory memory, long offset, int size) {
    int index = index(address, memory, offset, size);
    if (!memory.type().limits().shared()) {
      throw new Trap("expected shared memory");
    }
    long wrapped = wrap(expected, size);
    return memory.waiters.await(index, timeout, () -> read(memory.bytes, index, size) == wrapped);
  }

  /// `memory.atomic.notify`.
  ///
  /// @param count how many to wake at most; the low 32 bits, without sign
  /// @return how many were woken
  public static long notify(long address, long count, Memory memory, long offset, int size) {
    return memory.waiters.wake(index(address, memory, offset, size), wrap(count, size));
  }
}
