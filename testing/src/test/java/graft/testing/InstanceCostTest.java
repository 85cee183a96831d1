package graft.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import graft.compiler.CompiledModule;
import graft.compiler.Compiler;
import graft.format.ModuleReader;
import graft.format.Validator;
import graft.runtime.Instance;
import graft.testkit.WasmBytes;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What one more instance of a module takes in memory: bytes that are allocated, which do not
/// depend on the machine's load.
class InstanceCostTest {
  private static final int FUNCTIONS = 30_000;

  /// Many functions, all exported; slots of the table for the first ones.
  private static CompiledModule manyFunctions(int slots) {
    List<Integer> all = IntStream.range(0, FUNCTIONS).boxed().toList();
    WasmBytes module = WasmBytes.module();
    module.section(1, List.of(0x7f), (to, type) -> to.u8(0x60).u8(1).u8(type).u8(1).u8(type));
    module.section(3, all, (to, _) -> to.u8(0));
    module.section(4, List.of(slots), (to, size) -> to.u8(0x70).u8(0).u32(size));
    module.section(7, all, (to, index) -> to.name("f" + index).u8(0).u32(index));
    WasmBytes elements = new WasmBytes().u8(1).u8(0).u8(0x41).u8(0).u8(0x0b).u32(slots);
    for (int i = 0; i < slots; i++) {
      elements.u32(i);
    }
    module.u8(9).vector(elements.toArray());
    module.section(10, all, (to, _) -> to.u8(4).u8(0).u8(0x20).u8(0).u8(0x0b));
    return Compiler.compile(Validator.validate(ModuleReader.read("many.wasm", module.toArray())));
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  /// The least of some: classes are loaded for the first ones.
  private static long bytesOfOneMore(CompiledModule module) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      long before = allocated();
      Instance instance = module.instantiate(List.of());
      assertThat(instance.function("f17").invoke(3)).isEqualTo(3);
      least = Math.min(least, allocated() - before);
    }
    return least;
  }

  @Test
  void oneMoreInstanceTakesHardlyAnythingForFunctionsAndExports() {
    assertThat(bytesOfOneMore(manyFunctions(0))).isLessThan(FUNCTIONS);
  }

  @Test
  void oneMoreInstanceTakesAReferenceForEachSlotOfItsTable() {
    int slots = 10_000;
    long bytes = bytesOfOneMore(manyFunctions(slots)) - bytesOfOneMore(manyFunctions(0));
    // 4 bytes, or 8 where the JVM does not compress references.
    assertThat(bytes / slots).isLessThan(9);
  }
}
