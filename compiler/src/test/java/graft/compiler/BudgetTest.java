package graft.compiler;

import static graft.testkit.WasmBytes.FUNCREF;
import static graft.testkit.WasmBytes.I32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.format.FunctionType;
import graft.format.ValType;
import graft.runtime.Budget;
import graft.runtime.Func;
import graft.runtime.Instance;
import graft.runtime.Trap;
import graft.testkit.WasmBytes;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What counts against a budget: work, not only instructions.
final class BudgetTest {
  private static final int MEBIBYTE = 1 << 20;
  private static final int SLOTS = 50_000;
  private static final long STEPS = 1_000_000_000L;

  /// Functions from i32 to i32 by name; a memory of a mebibyte, a table, a segment for each of
  /// 10,000 bytes and elements, an imported function without parameters.
  private static Instance instance(CompilerOptions options, Func host, Map<String, WasmBytes> all) {
    WasmBytes module = WasmBytes.module();
    module.section(1, 2, types -> types.op(0x60, 1, I32, 1, I32, 0x60, 0, 0));
    module.section(2, 1, imports -> imports.name("host").name("call").op(0, 1));
    module.section(3, all.size(), functions -> all.forEach((_, _) -> functions.u32(0)));
    module.section(4, 1, tables -> tables.op(FUNCREF, 0).u32(SLOTS));
    module.section(5, 1, memories -> memories.op(0).u32(16));
    module.section(
        7,
        all.size(),
        exports -> {
          int index = 1;
          for (String name : all.keySet()) {
            exports.name(name).op(0).u32(index++);
          }
        });
    module.section(
        9,
        1,
        elements -> {
          elements.op(1, 0).u32(10_000);
          for (int i = 0; i < 10_000; i++) {
            elements.u32(1);
          }
        });
    module.op(12).u32(1).u32(1);
    module.section(10, all.size(), bodies -> all.values().forEach(code -> bodies.body(0, code)));
    module.section(
        11,
        1,
        segments -> {
          segments.op(1).u32(10_000);
          for (int i = 0; i < 10_000; i++) {
            segments.op(7);
          }
        });
    return Compiler.compile(TinyModule.valid(module, "budget.wasm"), options)
        .instantiate(List.of(host));
  }

  private static Func host(Runnable action) {
    try {
      MethodHandle run =
          MethodHandles.lookup()
              .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
              .bindTo(action);
      return Func.host("call", new FunctionType(List.of(), List.<ValType>of()), run);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static WasmBytes code(int to, int from, int length, int... op) {
    return new WasmBytes().constant(to).constant(from).constant(length).op(op).constant(0);
  }

  private static Map<String, WasmBytes> bulkWork() {
    Map<String, WasmBytes> all = new TreeMap<>();
    all.put("memory.fill", code(0, 1, MEBIBYTE, 0xfc, 11, 0));
    all.put("memory.copy", code(0, 0, MEBIBYTE, 0xfc, 10, 0, 0));
    all.put("memory.init", code(0, 0, 10_000, 0xfc, 8, 0, 0));
    all.put("memory.grow", new WasmBytes().constant(1).op(0x40, 0));
    all.put(
        "table.fill",
        new WasmBytes().constant(0).op(0xd0, FUNCREF).constant(SLOTS).op(0xfc, 17, 0).constant(0));
    all.put("table.copy", code(0, 0, SLOTS, 0xfc, 14, 0, 0));
    all.put("table.init", code(0, 0, 10_000, 0xfc, 12, 0, 0));
    all.put("table.grow", new WasmBytes().op(0xd0, FUNCREF).constant(1).op(0xfc, 15, 0));
    return all;
  }

  @Test
  void workOnRangesCountsByItsLength() {
    Map<String, Long> expected =
        Map.of(
            "memory.fill", MEBIBYTE / 64L,
            "memory.copy", MEBIBYTE / 64L,
            "memory.init", 10_000 / 64L,
            "memory.grow", MEBIBYTE / 64L,
            "table.fill", SLOTS / 16L,
            "table.copy", SLOTS / 16L,
            "table.init", 10_000 / 16L,
            "table.grow", SLOTS / 16L);
    Map<String, WasmBytes> all = bulkWork();
    Instance instance = instance(CompilerOptions.INTERRUPTIBLE, host(() -> {}), all);
    all.forEach((name, _) -> {
      instance.budget = new Budget(STEPS);
      TranslationTest.call(instance, name, 0);
      // And one for the call.
      assertThat(STEPS - instance.budget.left() - 1).as(name).isEqualTo(expected.get(name));
    });
  }

  @Test
  void workThatIsNotAllowedAnyMoreIsNotDone() {
    Map<String, WasmBytes> all = bulkWork();
    Instance instance = instance(CompilerOptions.INTERRUPTIBLE, host(() -> {}), all);
    all.forEach((name, _) -> {
      instance.budget = new Budget(100);
      assertThatThrownBy(() -> TranslationTest.call(instance, name, 0))
          .as(name)
          .isInstanceOf(Trap.class)
          .hasMessageStartingWith("budget exhausted");
    });
    assertThat(instance.memories[0].sizeInBytes()).isEqualTo(MEBIBYTE);
    assertThat(instance.memories[0].u8(0)).isZero();
    assertThat(instance.tables[0].size()).isEqualTo(SLOTS);
  }

  @Test
  void nothingIsCountedWithoutChecks() {
    Map<String, WasmBytes> all = bulkWork();
    Instance instance = instance(CompilerOptions.DEFAULT, host(() -> {}), all);
    instance.budget = new Budget(STEPS);
    all.forEach((name, _) -> TranslationTest.call(instance, name, 0));
    assertThat(instance.budget.left()).isEqualTo(STEPS);
  }

  /// Runs a loop without end, whose thread is interrupted by its 10th call of the host.
  ///
  /// @return how often the host was called
  private static int callsUntilInterrupted(int... loop) {
    List<Integer> calls = new ArrayList<>();
    Func host =
        host(() -> {
          calls.add(calls.size());
          if (calls.size() == 10) {
            Thread.currentThread().interrupt();
          }
        });
    Instance instance =
        instance(CompilerOptions.INTERRUPTIBLE, host, Map.of("f", new WasmBytes().op(loop)));
    try {
      assertThatThrownBy(() -> TranslationTest.call(instance, "f", 0))
          .isInstanceOf(Trap.class)
          .hasMessageStartingWith("interrupted");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    return calls.size();
  }

  @Test
  void aLoopOfFillsEndsSoonAfterAnInterruption() {
    // memory.fill of a mebibyte: 16,384 steps
    assertThat(
            callsUntilInterrupted(
                0x03, 0x40, 0x10, 0, 0x41, 0, 0x41, 1, 0x41, 0x80, 0x80, 0xc0, 0, 0xfc, 11, 0, 0x0c,
                0, 0x0b, 0x00))
        .isBetween(10, 15);
  }

  @Test
  void aLoopOfHostCallsEndsSoonAfterAnInterruption() {
    assertThat(callsUntilInterrupted(0x03, 0x40, 0x10, 0, 0x0c, 0, 0x0b, 0x00)).isBetween(10, 300);
  }
}
