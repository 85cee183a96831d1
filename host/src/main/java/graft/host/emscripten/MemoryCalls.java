package graft.host.emscripten;

import graft.format.Limits;
import graft.runtime.HostFunction;
import graft.runtime.Memory;

/// The heap's size, and copying where that is quicker outside.
final class MemoryCalls {
  /// How much more than asked for the memory grows by: a fifth of what it was, at most 96 MiB.
  private static final double GEOMETRIC_STEP = 0.2;

  private static final long GEOMETRIC_CAP = 96L << 20;

  private final Emscripten emscripten;

  MemoryCalls(Emscripten emscripten) {
    this.emscripten = emscripten;
  }

  private long maximum() {
    Limits limits = emscripten.memory().type().limits();
    Long declared = limits.maximum();
    long pages = declared == null ? Memory.MAX_PAGES : Math.min(declared, Memory.MAX_PAGES);
    return pages * Memory.PAGE;
  }

  @HostFunction("emscripten_get_heap_max")
  public int getHeapMax() {
    return (int) maximum();
  }

  /// Grows the memory to a size in bytes, and a little more so that the next time is far.
  ///
  /// @return 1, or 0 if there is not so much
  @HostFunction("emscripten_resize_heap")
  public int resizeHeap(int requested) {
    Memory memory = emscripten.memory();
    long wanted = Integer.toUnsignedLong(requested);
    long before = memory.sizeInBytes();
    if (wanted > maximum()) {
      return 0;
    }
    for (int cutDown = 1; cutDown <= 4; cutDown *= 2) {
      long generous = (long) (before * (1 + GEOMETRIC_STEP / cutDown));
      long size = Math.max(wanted, Math.min(generous, wanted + GEOMETRIC_CAP));
      long aligned = Math.min(maximum(), (size + Memory.PAGE - 1) / Memory.PAGE * Memory.PAGE);
      int delta = (int) ((aligned - before) / Memory.PAGE);
      if (delta <= 0 || memory.grow(delta) >= 0) {
        return 1;
      }
    }
    return 0;
  }

  /// JavaScript would have to look at the memory anew; here everybody always does.
  @HostFunction("emscripten_notify_memory_growth")
  public void notifyMemoryGrowth(int memory) {}

  @HostFunction("_emscripten_memcpy_js")
  public void memcpy(int target, int source, int length) {
    Memory memory = emscripten.memory();
    memory.check(target, Integer.toUnsignedLong(length));
    memory.check(source, Integer.toUnsignedLong(length));
    memory.move(target, source, length);
  }

  @HostFunction("emscripten_memcpy_big")
  public void memcpyBig(int target, int source, int length) {
    memcpy(target, source, length);
  }

  @HostFunction("emscripten_memcpy_big")
  public int memcpyBigOld(int target, int source, int length) {
    memcpy(target, source, length);
    return target;
  }
}
