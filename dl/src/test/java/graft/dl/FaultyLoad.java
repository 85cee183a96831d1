package graft.dl;

import static org.assertj.core.api.Assertions.assertThat;

import graft.runtime.Func;
import graft.runtime.HostFunction;
import graft.runtime.HostLibrary;
import graft.runtime.Trap;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// A process and five libraries for it, whose load consists of steps of which any can be made to
/// fail: reading a file, allocating memory of the guest, a start function, a constructor.
final class FaultyLoad {
  private static final int CALL = 0x10;
  private static final int GLOBAL_GET = 0x23;

  /// Behind the stack and main's data.
  private static final int FIRST_BLOCK = 2 << 20;

  private final Map<String, byte[]> modules = new TreeMap<>();
  private final TreeMap<Integer, Integer> blocks = new TreeMap<>();
  int steps;
  int failingStep = -1;

  FaultyLoad() {
    modules.put("a.so", library("a", 1000, 5, "b.so", "c.so"));
    modules.put("b.so", library("b", 2000, 1, "d.so"));
    modules.put("c.so", library("c", 0, 0, "d.so", "e.so"));
    modules.put("d.so", withThreadLocals("d", 300, 40));
    modules.put("e.so", library("late", 40, 2));
  }

  /// The process before any of the libraries.
  GuestProcess start() {
    return GuestProcess.builder()
        .main("main.wasm", main().build())
        .librarySource(ModuleSource.reading("test", this::read))
        .host(_ -> HostLibrary.of(MethodHandles.lookup(), new Host()))
        .load();
  }

  private boolean fails() {
    return steps++ == failingStep;
  }

  private byte @Nullable [] read(String name) throws IOException {
    if (fails()) {
      throw new IOException("injected");
    }
    return modules.get(name);
  }

  /// The guest's C library, and a step that can fail.
  public final class Host {
    @HostFunction
    public int malloc(int size) {
      if (fails()) {
        return 0;
      }
      int address = FIRST_BLOCK;
      for (Map.Entry<Integer, Integer> block : blocks.entrySet()) {
        if (address + size <= block.getKey()) {
          break;
        }
        address = (block.getKey() + block.getValue() + 15) & -16;
      }
      blocks.put(address, size);
      return address;
    }

    @HostFunction
    public void free(int address) {
      assertThat(blocks.remove(address)).as("block at %d", address).isNotNull();
    }

    @HostFunction
    public void step() {
      if (fails()) {
        throw new Trap("injected");
      }
    }
  }

  private static TinyModule main() {
    return new TinyModule()
        .memoryInfo(64, 2, 1, 0)
        .weakImport("env", "nowhere")
        .importMemory(64)
        .importTable(0)
        .importGlobal("env", "__memory_base", false)
        .importGlobal("env", "__table_base", false)
        .importFunction("env", "malloc", "i:i")
        .importFunction("env", "free", "i:")
        .importGlobal("GOT.mem", "nowhere", true)
        .importGlobal("GOT.func", "late", true)
        .export("malloc", 0, 0)
        .export("free", 0, 1)
        .constant("own", 1)
        .elements(2);
  }

  private static byte[] library(String symbol, int memory, int slots, String... needed) {
    return module(symbol, memory, slots, needed).build();
  }

  private static byte[] withThreadLocals(String symbol, int memory, int slots) {
    return module(symbol, memory, slots)
        .global("__tls_base", true, 0)
        .global("__tls_size", false, 24)
        .global("__tls_align", false, 8)
        .function("__wasm_init_tls", "i:")
        .build();
  }

  private static TinyModule module(String symbol, int memory, int slots, String... needed) {
    return TinyModule.side(memory, slots)
        .needed(needed)
        .importFunction("env", "step", ":")
        .importGlobal("GOT.func", symbol, true)
        .importGlobal("GOT.func", "own", true)
        .importGlobal("GOT.func", "step", true)
        .importGlobal("GOT.mem", symbol + "_data", true)
        .constant(symbol, 1)
        .global(symbol + "_data", false, 0)
        .function("__wasm_call_ctors", ":", CALL, 0)
        .function("start", ":", CALL, 0)
        .function("address", ":i", GLOBAL_GET, 2)
        .start(3);
  }

  /// What a failed load must leave as it was.
  record Snapshot(
      List<String> libraries,
      List<String> globalScope,
      List<String> got,
      List<Object> table,
      Map<Integer, Integer> blocks,
      int pages,
      long data) {

    /// Asserts that nothing has changed.
    ///
    /// @param constructed whether a constructor has run: what is taken back then is as after
    ///   dlclose
    void assertSame(Snapshot after, boolean constructed, String when) {
      if (!constructed) {
        assertThat(after).as(when).isEqualTo(this);
        return;
      }
      assertThat(after.libraries).as(when).isEqualTo(libraries);
      assertThat(after.globalScope).as(when).isEqualTo(globalScope);
      assertThat(after.blocks).as(when).isEqualTo(blocks);
      assertThat(after.got).as(when).isEqualTo(got);
      assertThat(after.pages).as(when).isEqualTo(pages);
      assertThat(after.table).as(when).hasSameSizeAs(table);
    }
  }

  private static long checksum(byte[] bytes) {
    CRC32 sum = new CRC32();
    sum.update(bytes);
    return sum.getValue();
  }

  Snapshot snapshot(GuestProcess process) {
    List<Object> slots = new ArrayList<>();
    for (Object element : process.table().elements) {
      // What stands where a function of a closed library was is as good as nothing.
      boolean present =
          element instanceof Func function
              && (function.instance() != null || function.name().equals("step"));
      slots.add(present ? element : "empty");
    }
    return new Snapshot(
        process.libraries().stream().map(Library::name).toList(),
        process.linkMap().globalScope().stream().map(Library::name).toList(),
        process.got().entries().stream().map(GotEntry::toString).toList(),
        slots,
        Map.copyOf(blocks),
        process.memory().sizeInPages(),
        checksum(process.memory().read(0, FIRST_BLOCK)));
  }
}
