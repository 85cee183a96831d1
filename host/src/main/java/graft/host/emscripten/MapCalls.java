package graft.host.emscripten;

import static graft.host.emscripten.Emscripten.call;
import static graft.host.emscripten.Emscripten.perform;

import graft.runtime.Func;
import graft.runtime.HostFunction;
import graft.runtime.Memory;
import graft.vfs.Errno;
import graft.vfs.ErrnoException;
import graft.vfs.FileType;
import graft.vfs.OpenFile;

/// Files as memory. A mapping is a copy, which is written back when the guest asks for it or lets
/// go of it.
final class MapCalls {
  private static final int PROT_WRITE = 2;
  private static final int MAP_PRIVATE = 2;
  private static final int ALIGNMENT = 65_536;

  private final Emscripten emscripten;

  MapCalls(Emscripten emscripten) {
    this.emscripten = emscripten;
  }

  private int map(int length, int protection, int flags, int fd, long offset, int allocated)
      throws ErrnoException {
    OpenFile file = emscripten.file(fd);
    boolean shared = (flags & MAP_PRIVATE) == 0;
    boolean writes = (protection & PROT_WRITE) != 0;
    if (!file.isReadable() || (writes && shared && !file.isWritable())) {
      throw new ErrnoException(Errno.EACCES);
    }
    if (file.type() != FileType.REGULAR) {
      throw new ErrnoException(Errno.ENODEV);
    }
    if (length <= 0) {
      throw new ErrnoException(Errno.EINVAL);
    }
    int size = Math.ceilDiv(length, ALIGNMENT) * ALIGNMENT;
    int address = allocate(size);
    Memory memory = emscripten.memory();
    memory.fill(address, size, 0);
    file.read(memory.buffer(address, length), offset);
    memory.setI32(allocated, 1);
    return address;
  }

  private int allocate(int size) throws ErrnoException {
    Func allocator = emscripten.calls().function("emscripten_builtin_memalign", "memalign");
    int address = GuestCalls.call(allocator, ALIGNMENT, size);
    if (address == 0) {
      throw new ErrnoException(Errno.ENOMEM);
    }
    return address;
  }

  /// Writes a mapping back, not beyond the end of the file.
  private void store(int address, int length, int flags, int fd, long offset)
      throws ErrnoException {
    OpenFile file = emscripten.file(fd);
    if ((flags & MAP_PRIVATE) != 0) {
      return;
    }
    if (file.type() != FileType.REGULAR) {
      throw new ErrnoException(Errno.ENODEV);
    }
    Memory memory = emscripten.memory();
    memory.check(address, length);
    long rest = Math.clamp(file.status().sizeInBytes() - offset, 0, length);
    file.write(memory.buffer(address, (int) rest), offset);
  }

  @HostFunction("_mmap_js")
  public int mmap(
      int length, int protection, int flags, int fd, long offset, int allocated, int address) {
    return perform(() ->
        emscripten.memory().setI32(address, map(length, protection, flags, fd, offset, allocated)));
  }

  @HostFunction("_mmap_js")
  public int mmapLegalised(
      int length,
      int protection,
      int flags,
      int fd,
      int offsetLow,
      int offsetHigh,
      int allocated,
      int address) {
    return mmap(
        length, protection, flags, fd, Emscripten.i64(offsetLow, offsetHigh), allocated, address);
  }

  /// Old libraries take the address as the result, and offsets of 32 bits.
  @HostFunction("_mmap_js")
  public int mmapOld(
      int hint, int length, int protection, int flags, int fd, int offset, int allocated) {
    return call(() -> map(length, protection, flags, fd, offset, allocated));
  }

  @HostFunction("_munmap_js")
  public int munmap(int address, int length, int protection, int flags, int fd, long offset) {
    return perform(() -> {
      if ((protection & PROT_WRITE) != 0) {
        store(address, length, flags, fd, offset);
      }
    });
  }

  @HostFunction("_munmap_js")
  public int munmapLegalised(
      int address, int length, int protection, int flags, int fd, int offsetLow, int offsetHigh) {
    return munmap(address, length, protection, flags, fd, Emscripten.i64(offsetLow, offsetHigh));
  }

  @HostFunction("_munmap_js")
  public int munmapOld(int address, int length, int protection, int flags, int fd, int offset) {
    return munmap(address, length, protection, flags, fd, (long) offset);
  }

  @HostFunction("_msync_js")
  public int msync(int address, int length, int protection, int flags, int fd, long offset) {
    return perform(() -> store(address, length, flags, fd, offset));
  }

  @HostFunction("_msync_js")
  public int msyncLegalised(
      int address, int length, int protection, int flags, int fd, int offsetLow, int offsetHigh) {
    return msync(address, length, protection, flags, fd, Emscripten.i64(offsetLow, offsetHigh));
  }

  @HostFunction("_msync_js")
  public int msyncOld(int address, int length, int flags, int fd) {
    return msync(address, length, PROT_WRITE, flags, fd, 0);
  }
}
