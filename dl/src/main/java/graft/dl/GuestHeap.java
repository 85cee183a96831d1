package graft.dl;

import graft.format.FunctionType;
import graft.format.ValType;
import graft.runtime.Func;
import graft.runtime.Memory;
import graft.runtime.Trap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where libraries' data and the loader's own strings get their memory.
///
/// Before the guest's allocator can run, the break is moved: what lies below the final heap base is
/// the loader's. Afterwards the guest's own `malloc` gives memory. A guest without one gets whole
/// pages at the end of the memory, which are reused.
final class GuestHeap {
  private static final FunctionType MALLOC =
      new FunctionType(List.of(ValType.I32), List.of(ValType.I32));
  private static final FunctionType FREE = new FunctionType(List.of(ValType.I32), List.of());

  /// The C library's allocator under the names that it goes by, in the same order as {@link
  /// #FREES}.
  private static final List<String> MALLOCS =
      List.of("malloc", "__libc_malloc", "emscripten_builtin_malloc");

  private static final List<String> FREES =
      List.of("free", "__libc_free", "emscripten_builtin_free");

  /// What Emscripten aligns its stack and libraries to.
  static final int ALIGNMENT = 16;

  private final GuestProcess process;
  private final Ranges pages = new Ranges();
  private int end;
  private boolean started;

  GuestHeap(GuestProcess process) {
    this.process = process;
  }

  /// Memory of the guest.
  ///
  /// @param address where it begins, aligned
  /// @param block what the allocator gave
  record Block(int address, int block, int size) {
    static final Block NONE = new Block(0, 0, 0);
  }

  /// Sets where free memory begins, before the guest runs.
  void startAt(int address) {
    end = address;
  }

  /// Where free memory begins, before the guest runs.
  int end() {
    return end;
  }

  /// From now on the guest's own allocator gives memory.
  void start() {
    started = true;
  }

  /// Whether the guest's own allocator gives memory.
  boolean isStarted() {
    return started;
  }

  /// Takes memory; it is zero.
  ///
  /// @throws LoadException if there is none left
  Block allocate(int size, int alignment, String requester, UndoLog undo) {
    if (size == 0) {
      return Block.NONE;
    }
    if (size < 0 || alignment < 0) {
      throw new LoadException(
          requester, "not enough memory: " + Integer.toUnsignedString(size) + " bytes");
    }
    int aligned = Math.max(alignment, ALIGNMENT);
    if (!started) {
      int before = end;
      int address = Ranges.align(before, aligned);
      long newEnd = (long) address + size;
      if (address < before || newEnd > Integer.MAX_VALUE - Memory.PAGE) {
        throw new LoadException(requester, "not enough memory: " + size + " bytes");
      }
      undo.add(() -> end = before);
      end = (int) newEnd;
      return new Block(address, 0, size);
    }
    Taken taken = new Taken();
    // Noted before it is taken: nothing is lost if there is no room for a note.
    undo.add(() -> free(taken.address, taken.block, taken.size));
    allocateRunning(size, aligned, requester, taken);
    process.memory().fill(taken.address, size, 0);
    return new Block(taken.address, taken.block, size);
  }

  /// Memory that has been taken so far: none, at first.
  private static final class Taken {
    private int address;
    private int block;
    private int size;
  }

  private void allocateRunning(int size, int alignment, String requester, Taken taken) {
    Func malloc = allocator();
    if (malloc == null) {
      allocatePages(size, alignment, requester, taken);
      return;
    }
    int wanted = size + alignment - ALIGNMENT / 2;
    int block = wanted < 0 ? 0 : call(malloc, wanted, requester);
    if (block == 0) {
      throw new LoadException(requester, "not enough memory: malloc gave no " + size + " bytes");
    }
    taken.block = block;
    taken.size = size;
    taken.address = Ranges.align(block, alignment);
    if (Integer.toUnsignedLong(taken.address) + size > process.memory().sizeInBytes()) {
      throw new LoadException(
          requester,
          "cannot be loaded: malloc gave "
              + size
              + " bytes at 0x"
              + Integer.toHexString(block)
              + ", outside of the memory");
    }
  }

  private static int call(Func malloc, int size, String requester) {
    try {
      return malloc.invoke(size) instanceof Integer address ? address : 0;
    } catch (Trap e) {
      if (e.isInterruption()) {
        throw e;
      }
      throw new LoadException(
          requester,
          "cannot be loaded: malloc of " + size + " bytes trapped: " + e.getMessage(),
          e);
    }
  }

  private void allocatePages(int size, int alignment, String requester, Taken taken) {
    int count = pagesFor(size);
    int multiple = Math.max(1, alignment / Memory.PAGE);
    int page = pages.take(count, multiple);
    if (page < 0) {
      Memory memory = process.memory();
      // What lies before the next address of that alignment is for others.
      int skipped = Ranges.align(memory.sizeInPages(), multiple) - memory.sizeInPages();
      int grown = memory.grow(skipped + count);
      if (grown < 0) {
        throw new LoadException(
            requester,
            "not enough memory: cannot grow by "
                + (skipped + count)
                + " pages for "
                + size
                + " bytes");
      }
      pages.add(grown, skipped);
      page = grown + skipped;
    }
    taken.address = page * Memory.PAGE;
    taken.size = size;
  }

  private static int pagesFor(int size) {
    return (int) (((long) size + Memory.PAGE - 1) / Memory.PAGE);
  }

  /// Gives memory back that was taken after the guest has started.
  void free(Block block) {
    free(block.address, block.block, block.size);
  }

  private void free(int address, int block, int size) {
    if (size == 0) {
      return;
    }
    if (block == 0) {
      pages.add(Integer.divideUnsigned(address, Memory.PAGE), pagesFor(size));
      return;
    }
    for (String name : FREES) {
      Func free = function(name, FREE);
      if (free != null) {
        free.invoke(block);
        return;
      }
    }
  }

  /// Has an allocator take its first memory before there is any for libraries: that of WASI's C
  /// library takes all that it finds. One that would also run constructors is left alone.
  ///
  /// @param main a module with fixed addresses
  static void prime(Library main) {
    for (int i = 0; i < MALLOCS.size(); i++) {
      if (main.machinery(MALLOCS.get(i)) instanceof Func malloc
          && malloc.type().equals(MALLOC)
          && !malloc.name().endsWith(".command_export")
          && main.machinery(FREES.get(i)) instanceof Func free
          && free.type().equals(FREE)) {
        free.invoke(call(malloc, 1, main.name()));
        return;
      }
    }
  }

  private @Nullable Func allocator() {
    for (String name : MALLOCS) {
      Func found = function(name, MALLOC);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private @Nullable Func function(String name, FunctionType type) {
    Func found = process.function(name);
    return found != null && found.type().equals(type) ? found : null;
  }
}
