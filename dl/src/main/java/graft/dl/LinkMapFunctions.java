package graft.dl;

import graft.runtime.HostFunction;
import graft.runtime.Memory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;

/// `link.h` for guests: which libraries there are, and where.
final class LinkMapFunctions {
  /// What a library may import from here.
  static final Set<String> NAMES = Set.of("dlinfo", "dl_iterate_phdr");

  private static final int RTLD_DI_LINKMAP = 2;
  private static final int LINK_MAP_SIZE = 20;
  private static final int PROGRAM_HEADER_INFO_SIZE = 40;
  private static final int PT_LOAD = 1;
  private static final int READ_WRITE = 6;

  private final GuestProcess process;

  LinkMapFunctions(GuestProcess process) {
    this.process = process;
  }

  /// `int dlinfo(void *handle, int request, void *result)`: only `RTLD_DI_LINKMAP`, which gives a
  /// `struct link_map *`. The list is as it was when it was asked for last.
  @HostFunction("dlinfo")
  public int info(int handle, int request, int result) {
    try {
      Library library = process.handles().library(handle, "dlinfo");
      if (request != RTLD_DI_LINKMAP) {
        throw new LoadException("dlinfo", "unsupported request " + request);
      }
      process.memory().setI32(result, linkMap(library));
      return 0;
    } catch (LoadException e) {
      process.handles().fail(e);
      return -1;
    }
  }

  /// Writes `struct link_map { addr, name, dynamic, next, previous }` for every library.
  private int linkMap(Library wanted) {
    List<Library> libraries = process.libraries();
    int first = process.strings().linkMap(libraries.size() * LINK_MAP_SIZE);
    Memory memory = process.memory();
    for (int i = 0; i < libraries.size(); i++) {
      Library library = libraries.get(i);
      int at = first + i * LINK_MAP_SIZE;
      memory.setI32(at, library.memoryBase());
      memory.setI32(at + 4, process.strings().intern(library.location()));
      memory.setI32(at + 8, 0);
      memory.setI32(at + 12, i + 1 < libraries.size() ? at + LINK_MAP_SIZE : 0);
      memory.setI32(at + 16, i > 0 ? at - LINK_MAP_SIZE : 0);
    }
    return first + libraries.indexOf(wanted) * LINK_MAP_SIZE;
  }

  /// `int dl_iterate_phdr(int (*callback)(struct dl_phdr_info *, size_t, void *), void *data)`
  ///
  /// Every library has one program header: its data.
  @HostFunction("dl_iterate_phdr")
  public int iterate(int callback, int data) {
    GuestStack stack = process.stack();
    int before = stack.position();
    try {
      for (Library library : process.libraries()) {
        int info = pushInfo(library, stack);
        Object result = GuestCalls.pointer(process, callback, info, PROGRAM_HEADER_INFO_SIZE, data);
        if (result instanceof Integer stop && stop != 0) {
          return stop;
        }
        stack.restore(before);
      }
      return 0;
    } finally {
      stack.restore(before);
    }
  }

  private int pushInfo(Library library, GuestStack stack) {
    int size = (int) library.memorySize();
    int headerAddress =
        stack.push(words(PT_LOAD, 0, 0, 0, size, size, READ_WRITE, GuestHeap.ALIGNMENT));
    LinkMap map = process.linkMap();
    return stack.push(
        words(
            library.memoryBase(),
            process.strings().intern(library.location()),
            headerAddress,
            1,
            (int) map.loads(),
            0,
            (int) map.unloads(),
            0,
            0,
            0));
  }

  private static byte[] words(int... words) {
    byte[] bytes = new byte[4 * words.length];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(words);
    return bytes;
  }
}
