package graft.dl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.runtime.Func;
import graft.runtime.HostFunction;
import graft.runtime.HostLibrary;
import graft.runtime.Trap;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Lets the n-th step of a load fail, for every n: reading a file, allocating memory, a start
/// function, a constructor. Afterwards the process must be as it was, and able to load the same.
final class FaultTest {
  private static final int CALL = 0x10;
  private static final int GLOBAL_GET = 0x23;

  /// Behind the stack and main's data.
  private static final int FIRST_BLOCK = 2 << 20;

  private final Map<String, byte[]> modules = new TreeMap<>();
  private final TreeMap<Integer, Integer> blocks = new TreeMap<>();
  private int steps;
  private int failingStep = -1;

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

  private record Snapshot(
      List<String> libraries,
      List<String> globalScope,
      List<String> got,
      List<Object> table,
      Map<Integer, Integer> blocks,
      int pages,
      int data) {}

  private Snapshot snapshot(GuestProcess process) {
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
        Arrays.hashCode(process.memory().read(0, FIRST_BLOCK)));
  }

  @ParameterizedTest
  @EnumSource(
      value = OpenFlag.class,
      names = {"LOCAL", "GLOBAL", "NODELETE"})
  void everyStepMayFail(OpenFlag flag) {
    modules.put("a.so", library("a", 1000, 5, "b.so", "c.so"));
    modules.put("b.so", library("b", 2000, 1, "d.so"));
    modules.put("c.so", library("c", 0, 0, "d.so", "e.so"));
    modules.put("d.so", withThreadLocals("d", 300, 40));
    modules.put("e.so", library("late", 40, 2));
    try (GuestProcess process =
        GuestProcess.builder()
            .main("main.wasm", main().build())
            .librarySource(ModuleSource.reading("test", this::read))
            .host(_ -> HostLibrary.of(MethodHandles.lookup(), new Host()))
            .load()) {
      OpenFlag scope = flag == OpenFlag.GLOBAL ? OpenFlag.GLOBAL : OpenFlag.LOCAL;
      Snapshot before = snapshot(process);
      steps = 0;
      process.open("a.so", scope).close();
      int count = steps;
      // 5 files, 4 blocks of memory, 5 start functions, a thread's variables, 5 constructors.
      assertThat(count).isEqualTo(20);
      assertThat(blocks).isEmpty();
      assertThat(snapshot(process).libraries()).isEqualTo(before.libraries());
      Snapshot closed = snapshot(process);
      for (int n = 0; n < count; n++) {
        steps = 0;
        failingStep = n;
        assertThatThrownBy(() -> process.open("a.so", flag))
            .as("step %d", n)
            .isInstanceOf(LoadException.class);
        failingStep = -1;
        Snapshot after = snapshot(process);
        if (n < count - 5) {
          assertThat(after).as("after step %d", n).isEqualTo(closed);
        } else {
          // A constructor that fails has run: what is taken back then is as after dlclose.
          assertThat(after.libraries()).isEqualTo(closed.libraries());
          assertThat(after.globalScope()).isEqualTo(closed.globalScope());
          assertThat(after.blocks()).isEqualTo(closed.blocks());
          assertThat(after.got()).isEqualTo(closed.got());
          assertThat(after.table()).hasSameSizeAs(closed.table());
          closed = after;
        }
        Library a = process.open("a.so", scope);
        assertThat(a.function("address").invoke()).isEqualTo(a.symbol("a").address());
        a.close();
        closed = snapshot(process);
      }
    }
  }
}
