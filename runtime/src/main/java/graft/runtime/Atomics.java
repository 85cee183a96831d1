package graft.runtime;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The instructions of the threads proposal
/// ([spec](https://webassembly.github.io/threads/core/exec/instructions.html)), each written once
/// for all sizes: `i64.atomic.rmw16.add_u` is {@link #add} of 2 bytes. Numbers are passed as
/// `long`; what is read has no sign, as all instructions have it.
///
/// On mapped memories, which shared memories are, they are sequentially consistent. On the others,
/// arrays that one thread at a time sees, they are plain.
///
/// Parameters of all:
///
/// - `address`: without sign, as it is or extended from 32 bits
/// - `offset`: of the instruction, without sign
/// - `size`: bytes that are accessed: 1, 2, 4 or 8
public final class Atomics {
  /// For mapped memories, which {@link Memory} prepares. Those of a module without one do not fail
  /// for want of stack, as a class with handles might when it is initialised.
  private static final class Handles {
    static final VarHandle I8 = handle(ValueLayout.JAVA_BYTE);
    static final VarHandle I16 = handle(ValueLayout.JAVA_SHORT);
    static final VarHandle I32 = handle(ValueLayout.JAVA_INT);
    static final VarHandle I64 = handle(ValueLayout.JAVA_LONG);

    private static VarHandle handle(ValueLayout layout) {
      return layout.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle().withInvokeExactBehavior();
    }
  }

  private Atomics() {}

  /// What a read-modify-write instruction does.
  private enum Update {
    ADD,
    AND,
    OR,
    XOR,
    EXCHANGE
  }

  private static long index(long address, Memory memory, long offset, int size) {
    long index = Memory.index(address, offset);
    memory.checkRange(index, size);
    if ((index & (size - 1)) != 0) {
      throw new Trap("unaligned atomic");
    }
    return index;
  }

  private static long read(Memory memory, long index, int size) {
    if (memory.isMapped()) {
      MemorySegment segment = memory.segment;
      return switch (size) {
        case 1 -> (byte) Handles.I8.getVolatile(segment, index) & 0xffL;
        case 2 -> (short) Handles.I16.getVolatile(segment, index) & 0xffffL;
        case 4 -> (int) Handles.I32.getVolatile(segment, index) & 0xffff_ffffL;
        default -> (long) Handles.I64.getVolatile(segment, index);
      };
    }
    byte[] bytes = memory.bytes;
    return switch (size) {
      case 1 -> bytes[(int) index] & 0xffL;
      case 2 -> (short) Memory.I16.get(bytes, (int) index) & 0xffffL;
      case 4 -> (int) Memory.I32.get(bytes, (int) index) & 0xffff_ffffL;
      default -> (long) Memory.I64.get(bytes, (int) index);
    };
  }

  private static void write(Memory memory, long index, long value, int size) {
    if (memory.isMapped()) {
      MemorySegment segment = memory.segment;
      switch (size) {
        case 1 -> Handles.I8.setVolatile(segment, index, (byte) value);
        case 2 -> Handles.I16.setVolatile(segment, index, (short) value);
        case 4 -> Handles.I32.setVolatile(segment, index, (int) value);
        default -> Handles.I64.setVolatile(segment, index, value);
      }
      return;
    }
    byte[] bytes = memory.bytes;
    switch (size) {
      case 1 -> bytes[(int) index] = (byte) value;
      case 2 -> Memory.I16.set(bytes, (int) index, (short) value);
      case 4 -> Memory.I32.set(bytes, (int) index, (int) value);
      default -> Memory.I64.set(bytes, (int) index, value);
    }
  }

  private static long apply(Update update, long before, long value) {
    return switch (update) {
      case ADD -> before + value;
      case AND -> before & value;
      case OR -> before | value;
      case XOR -> before ^ value;
      case EXCHANGE -> value;
    };
  }

  private static long update(
      Update update, long address, long value, Memory memory, long offset, int size) {
    long index = index(address, memory, offset, size);
    if (!memory.isMapped()) {
      long before = read(memory, index, size);
      write(memory, index, apply(update, before, value), size);
      return before;
    }
    MemorySegment segment = memory.segment;
    if (size == 8) {
      return switch (update) {
        case ADD -> (long) Handles.I64.getAndAdd(segment, index, value);
        case AND -> (long) Handles.I64.getAndBitwiseAnd(segment, index, value);
        case OR -> (long) Handles.I64.getAndBitwiseOr(segment, index, value);
        case XOR -> (long) Handles.I64.getAndBitwiseXor(segment, index, value);
        case EXCHANGE -> (long) Handles.I64.getAndSet(segment, index, value);
      };
    }
    if (size == 4) {
      int operand = (int) value;
      int before =
          switch (update) {
            case ADD -> (int) Handles.I32.getAndAdd(segment, index, operand);
            case AND -> (int) Handles.I32.getAndBitwiseAnd(segment, index, operand);
            case OR -> (int) Handles.I32.getAndBitwiseOr(segment, index, operand);
            case XOR -> (int) Handles.I32.getAndBitwiseXor(segment, index, operand);
            case EXCHANGE -> (int) Handles.I32.getAndSet(segment, index, operand);
          };
      return before & 0xffff_ffffL;
    }
    // The JVM has no such instructions for less than 32 bits: the word around is exchanged.
    while (true) {
      int word = (int) Handles.I32.getVolatile(segment, index & -4);
      long before = wrap(word >>> shift(index), size);
      int changed = insert(word, apply(update, before, value), index, size);
      if (Handles.I32.compareAndSet(segment, index & -4, word, changed)) {
        return before;
      }
    }
  }

  /// Where in its aligned 32-bit word a byte is, in bits.
  private static int shift(long index) {
    return (int) (index & 3) * 8;
  }

  /// A word with another value in it.
  private static int insert(int word, long value, long index, int size) {
    int mask = (int) wrap(-1, size) << shift(index);
    return (word & ~mask) | (((int) value << shift(index)) & mask);
  }

  /// The low `size` bytes of a number.
  private static long wrap(long value, int size) {
    return value & -1L >>> (64 - 8 * size);
  }

  /// `atomic.load`.
  public static long load(long address, Memory memory, long offset, int size) {
    return read(memory, index(address, memory, offset, size), size);
  }

  /// `atomic.store`.
  public static void store(long address, long value, Memory memory, long offset, int size) {
    write(memory, index(address, memory, offset, size), value, size);
  }

  /// `atomic.rmw.add`.
  public static long add(long address, long value, Memory memory, long offset, int size) {
    return update(Update.ADD, address, value, memory, offset, size);
  }

  /// `atomic.rmw.sub`.
  public static long sub(long address, long value, Memory memory, long offset, int size) {
    return update(Update.ADD, address, -value, memory, offset, size);
  }

  /// `atomic.rmw.and`.
  public static long and(long address, long value, Memory memory, long offset, int size) {
    return update(Update.AND, address, value, memory, offset, size);
  }

  /// `atomic.rmw.or`.
  public static long or(long address, long value, Memory memory, long offset, int size) {
    return update(Update.OR, address, value, memory, offset, size);
  }

  /// `atomic.rmw.xor`.
  public static long xor(long address, long value, Memory memory, long offset, int size) {
    return update(Update.XOR, address, value, memory, offset, size);
  }

  /// `atomic.rmw.xchg`.
  public static long xchg(long address, long value, Memory memory, long offset, int size) {
    return update(Update.EXCHANGE, address, value, memory, offset, size);
  }

  /// `atomic.rmw.cmpxchg`; of `expected` only the low `size` bytes count.
  public static long cmpxchg(
      long address, long expected, long value, Memory memory, long offset, int size) {
    long index = index(address, memory, offset, size);
    long wanted = wrap(expected, size);
    if (!memory.isMapped()) {
      long before = read(memory, index, size);
      if (before == wanted) {
        write(memory, index, value, size);
      }
      return before;
    }
    MemorySegment segment = memory.segment;
    if (size == 8) {
      return (long) Handles.I64.compareAndExchange(segment, index, expected, value);
    }
    if (size == 4) {
      int before =
          (int) Handles.I32.compareAndExchange(segment, index, (int) expected, (int) value);
      return before & 0xffff_ffffL;
    }
    while (true) {
      int word = (int) Handles.I32.getVolatile(segment, index & -4);
      long before = wrap(word >>> shift(index), size);
      if (before != wanted
          || Handles.I32.compareAndSet(
              segment, index & -4, word, insert(word, value, index, size))) {
        return before;
      }
    }
  }

  /// `memory.atomic.wait32` and `memory.atomic.wait64`. Without a timeout it waits until it is
  /// notified, which only another thread can do, or until the Java thread is interrupted.
  ///
  /// @param timeout in nanoseconds; negative for none
  /// @return 0 if it was notified, 1 if the memory holds another value, 2 if the time is over
  /// @throws Trap if the memory is not shared, or the thread was interrupted (it still is, then)
  public static long wait(
      long address, long expected, long timeout, Memory memory, long offset, int size) {
    long index = index(address, memory, offset, size);
    if (!memory.type().limits().shared()) {
      throw new Trap("expected shared memory");
    }
    long wrapped = wrap(expected, size);
    return memory.waiters.await(index, timeout, () -> read(memory, index, size) == wrapped);
  }

  /// `memory.atomic.notify`.
  ///
  /// @param count how many to wake at most; the low 32 bits, without sign
  /// @return how many were woken
  public static long notify(long address, long count, Memory memory, long offset, int size) {
    return memory.waiters.wake(index(address, memory, offset, size), wrap(count, size));
  }
}
