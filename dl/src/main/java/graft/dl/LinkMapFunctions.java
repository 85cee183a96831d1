package graft.dl;

import graft.runtime.HostFunction;
import graft.runtime.Memory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import java.util.function.IntSupplier;

/// `link.h` for guests: which libraries there are, where, and what lies at an address. Handles are
/// those of either C library.
final class LinkMapFunctions {
  /// What a library may import from here. Of a program by Emscripten that defines them, these go
  /// before its own: its C library asks no loader ({@link Scope}).
  static final Set<String> NAMES = Set.of("dladdr", "dladdr1", "dlinfo", "dl_iterate_phdr");

  private static final int RTLD_DL_SYMENT = 1;
  private static final int RTLD_DL_LINKMAP = 2;

  private static final int RTLD_DI_LMID = 1;
  private static final int RTLD_DI_LINKMAP = 2;
  private static final int RTLD_DI_SERINFO = 4;
  private static final int RTLD_DI_SERINFOSIZE = 5;
  private static final int RTLD_DI_ORIGIN = 6;
  private static final int RTLD_DI_TLS_MODID = 9;
  private static final int RTLD_DI_TLS_DATA = 10;

  private static final int PROGRAM_HEADER_INFO_SIZE = 40;
  private static final int PT_LOAD = 1;
  private static final int READ_WRITE = 6;

  private final GuestProcess process;

  LinkMapFunctions(GuestProcess process) {
    this.process = process;
  }

  /// `int dladdr(const void *address, Dl_info *info)`
  @HostFunction
  public int dladdr(int address, int info) {
    return attempt(0, () -> SymbolAddresses.describe(process, address, info) ? 1 : 0);
  }

  /// `int dladdr1(const void *address, Dl_info *info, void **extra, int flags)`: with
  /// `RTLD_DL_LINKMAP` also the library's `struct link_map`. There are no `ElfW(Sym)` to give.
  @HostFunction
  public int dladdr1(int address, int info, int extra, int flags) {
    return attempt(
        0,
        () -> {
          SymbolAddresses.Found found = SymbolAddresses.find(process, address);
          if (found == null) {
            return 0;
          }
          if (flags == RTLD_DL_SYMENT) {
            throw new LoadException("dladdr1", "there are no ELF symbols: RTLD_DL_SYMENT");
          }
          if (flags == RTLD_DL_LINKMAP) {
            process.memory().setI32(extra, process.guestLinkMap().node(found.library()));
          }
          return SymbolAddresses.describe(process, address, info) ? 1 : 0;
        });
  }

  /// `int dlinfo(void *handle, int request, void *result)`
  @HostFunction("dlinfo")
  public int info(int handle, int request, int result) {
    return attempt(
        -1,
        () -> {
          Library opened = process.emscriptenHandles().find(handle);
          Library library = opened == null ? process.handles().library(handle, "dlinfo") : opened;
          answer(library, request, result);
          return 0;
        });
  }

  private void answer(Library library, int request, int result) {
    Memory memory = process.memory();
    switch (request) {
      case RTLD_DI_LMID -> memory.setI32(result, 0);
      case RTLD_DI_LINKMAP -> memory.setI32(result, process.guestLinkMap().node(library));
      case RTLD_DI_SERINFO -> SearchPathInfo.of(process, library).write(memory, result);
      case RTLD_DI_SERINFOSIZE -> SearchPathInfo.of(process, library).writeSize(memory, result);
      case RTLD_DI_ORIGIN -> memory.write(result, GuestStrings.bytes(library.origin()));
      case RTLD_DI_TLS_MODID ->
          memory.setI32(result, process.guestLinkMap().threadLocalId(library));
      case RTLD_DI_TLS_DATA -> memory.setI32(result, library.threadLocalBase());
      default -> throw new LoadException("dlinfo", "unsupported request " + request);
    }
  }

  /// `int dl_iterate_phdr(int (*callback)(struct dl_phdr_info *, size_t, void *), void *data)`
  ///
  /// Every library has one program header: its data.
  @HostFunction("dl_iterate_phdr")
  public int iterate(int callback, int data) {
    GuestStack stack = process.stack();
    for (Library library : process.locked(process::libraries)) {
      int stop = library.isClosed() ? 0 : stack.during(() -> tell(library, stack, callback, data));
      if (stop != 0) {
        return stop;
      }
    }
    return 0;
  }

  private int tell(Library library, GuestStack stack, int callback, int data) {
    int info = process.locked(() -> pushInfo(library, stack));
    Object result = GuestCalls.pointer(process, callback, info, PROGRAM_HEADER_INFO_SIZE, data);
    return result instanceof Integer stop ? stop : 0;
  }

  private int pushInfo(Library library, GuestStack stack) {
    int size = (int) library.memorySize();
    int headerAddress =
        stack.push(words(PT_LOAD, 0, 0, 0, size, size, READ_WRITE, GuestHeap.ALIGNMENT));
    LinkMap map = process.linkMap();
    return stack.push(
        words(
            library.memoryBase(),
            process.strings().intern(library, library.location()),
            headerAddress,
            1,
            (int) map.loads(),
            0,
            (int) map.unloads(),
            0,
            process.guestLinkMap().threadLocalId(library),
            library.threadLocalBase()));
  }

  private static byte[] words(int... words) {
    byte[] bytes = new byte[4 * words.length];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(words);
    return bytes;
  }

  /// What goes wrong is told by `dlerror`, whose ever that is.
  private int attempt(int failure, IntSupplier work) {
    try {
      return process.locked(work::getAsInt);
    } catch (LoadException e) {
      process.lastError().set(e);
      process.emscriptenHandles().fail(e);
      return failure;
    }
  }
}
