package graft.dl;

import graft.runtime.Memory;
import org.jspecify.annotations.Nullable;

/// A part of a guest's memory with bounds. It stays right when the memory grows, and fails when the
/// process, the library or the buffer itself is closed. Offsets count in bytes from its beginning;
/// values are little-endian.
///
/// Every access outside throws an IndexOutOfBoundsException, every access to what is closed, or by
/// a thread that may not enter the process, an IllegalStateException.
public final class GuestBuffer implements AutoCloseable {
  private final GuestProcess process;
  private final @Nullable Library library;
  private final GuestHeap.Block block;
  private final int address;
  private final int size;
  private boolean closed;

  GuestBuffer(GuestProcess process, @Nullable Library library, int address, int size) {
    this.process = process;
    this.library = library;
    this.block = GuestHeap.Block.NONE;
    this.address = address;
    this.size = size;
    requireSize(size);
    if (Integer.toUnsignedLong(address) > process.memory().sizeInBytes() - size) {
      throw new IndexOutOfBoundsException(
          Integer.toUnsignedString(size)
              + " bytes at "
              + Integer.toUnsignedString(address)
              + " are not all in a memory of "
              + process.memory().sizeInBytes());
    }
  }

  static void requireSize(int size) {
    if (size < 0) {
      throw new IllegalArgumentException("negative size: " + size);
    }
  }

  GuestBuffer(GuestProcess process, GuestHeap.Block block) {
    this.process = process;
    this.library = null;
    this.block = block;
    this.address = block.address();
    this.size = block.size();
  }

  /// Where it begins: what C gets as the pointer.
  public int address() {
    memory();
    return address;
  }

  /// Its size in bytes.
  public int size() {
    return size;
  }

  /// A part of it; closing the part does nothing.
  ///
  /// @param offset where the part begins
  /// @param length its size in bytes
  public GuestBuffer slice(int offset, int length) {
    return new GuestBuffer(process, library, at(offset, length), length);
  }

  /// The byte at an offset.
  public byte i8(int offset) {
    int at = at(offset, 1);
    return (byte) memory().u8(at);
  }

  /// The 16 bits at an offset.
  public short i16(int offset) {
    int at = at(offset, 2);
    return (short) memory().u16(at);
  }

  /// The 32 bits at an offset.
  public int i32(int offset) {
    int at = at(offset, 4);
    return memory().i32(at);
  }

  /// The 64 bits at an offset.
  public long i64(int offset) {
    int at = at(offset, 8);
    return memory().i64(at);
  }

  /// The float at an offset.
  public float f32(int offset) {
    return Float.intBitsToFloat(i32(offset));
  }

  /// The double at an offset.
  public double f64(int offset) {
    int at = at(offset, 8);
    return memory().f64(at);
  }

  /// Writes a byte.
  public void setI8(int offset, int value) {
    int at = at(offset, 1);
    memory().setI8(at, value);
  }

  /// Writes 16 bits.
  public void setI16(int offset, int value) {
    int at = at(offset, 2);
    memory().setI16(at, value);
  }

  /// Writes 32 bits.
  public void setI32(int offset, int value) {
    int at = at(offset, 4);
    memory().setI32(at, value);
  }

  /// Writes 64 bits.
  public void setI64(int offset, long value) {
    int at = at(offset, 8);
    memory().setI64(at, value);
  }

  /// Writes a float.
  public void setF32(int offset, float value) {
    setI32(offset, Float.floatToRawIntBits(value));
  }

  /// Writes a double.
  public void setF64(int offset, double value) {
    int at = at(offset, 8);
    memory().setF64(at, value);
  }

  /// A copy of some bytes.
  public byte[] read(int offset, int length) {
    int at = at(offset, length);
    return memory().read(at, length);
  }

  /// Writes bytes.
  public void write(int offset, byte[] bytes) {
    int at = at(offset, bytes.length);
    memory().write(at, bytes);
  }

  /// The UTF-8 string that begins at an offset and ends before a zero byte, or with the buffer.
  public String string(int offset) {
    int at = at(offset, 0);
    Memory memory = memory();
    int length = 0;
    while (length < size - offset && memory.u8(at + length) != 0) {
      length++;
    }
    return memory.utf8(at, length);
  }

  /// Gives memory back that {@link GuestProcess#allocate} took. A view of memory that is somebody
  /// else's only becomes unusable.
  @Override
  public void close() {
    if (closed) {
      return;
    }
    if (process.isEnded()) {
      closed = true;
      return;
    }
    process.checkThread();
    closed = true;
    process.heap().free(block);
  }

  int addressIn(GuestProcess other) {
    if (other != process) {
      throw new IllegalArgumentException("a buffer of " + process + " is no memory of " + other);
    }
    return address();
  }

  private Memory memory() {
    if (closed || process.isEnded() || (library != null && library.isClosed())) {
      throw new IllegalStateException(
          library != null && library.isClosed()
              ? "a buffer in the data of " + library + ", which is closed"
              : closed ? "the buffer is closed" : process + " is closed");
    }
    return process.enteredMemory();
  }

  private int at(int offset, int length) {
    if (offset < 0 || length < 0 || offset > size - length) {
      throw new IndexOutOfBoundsException(
          length + " bytes at offset " + offset + " of a buffer of " + size + " bytes");
    }
    return address + offset;
  }

  @Override
  public String toString() {
    return size + " bytes at " + Integer.toUnsignedString(address) + " of " + process;
  }
}
