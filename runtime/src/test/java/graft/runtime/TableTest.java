package graft.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.format.FunctionType;
import graft.format.Limits;
import graft.format.ModuleReader;
import graft.format.TableType;
import graft.format.ValType;
import graft.format.WasmModule;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Slots whose functions are made when they are called or looked at behave as if they had been made
/// at once.
final class TableTest {
  private static final int FUNCTIONS = 100;

  /// The only segment of the module has all functions, in their order.
  private static final WasmModule MODULE = module();

  private static WasmModule module() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0});
    out.writeBytes(new byte[] {3, FUNCTIONS + 1, FUNCTIONS});
    out.writeBytes(new byte[FUNCTIONS]);
    out.writeBytes(new byte[] {9, FUNCTIONS + 4, 1, 1, 0, FUNCTIONS});
    for (int i = 0; i < FUNCTIONS; i++) {
      out.write(i);
    }
    int size = 3 * FUNCTIONS + 1;
    out.writeBytes(new byte[] {10, (byte) (size | 0x80), (byte) (size >> 7)});
    out.write(FUNCTIONS);
    for (int i = 0; i < FUNCTIONS; i++) {
      out.writeBytes(new byte[] {2, 0, 0x0b});
    }
    return ModuleReader.read("table.wasm", out.toByteArray());
  }

  /// An instance that notes which functions it makes.
  private static final class Noting extends Instance {
    private Noting(List<Integer> made) {
      super(
          MODULE,
          (instance, index) -> {
            made.add(index);
            return Signature.of(new FunctionType(List.of(), List.of()))
                .lazy("f" + index, instance, index, stub -> stub);
          });
    }

    @Override
    protected void setImport(int index, Func function) {}

    @Override
    public void setGlobals(@Nullable Object[] values) {}
  }

  private static Table table(int size) {
    return new Table(new TableType(ValType.FUNCREF, Limits.of(size, null)), null);
  }

  private static @Nullable Integer index(@Nullable Object element) {
    return element instanceof Func function ? function.index() : null;
  }

  @Test
  void aFunctionIsMadeWhenItsSlotIsCalledAndNoOther() {
    List<Integer> made = new ArrayList<>();
    Noting instance = new Noting(made);
    Table table = table(120);
    instance.initTable(table, 10, 0, FUNCTIONS, 0);
    assertThat(made).isEmpty();
    assertThat(table.function(12)).isSameAs(instance.function(2)).isSameAs(table.function(12));
    assertThat(index(table.get(13))).isEqualTo(3);
    assertThat(made).containsExactly(2);
    assertThatThrownBy(() -> table.function(9))
        .isInstanceOf(Trap.class)
        .hasMessageContaining("uninitialized element");
    assertThatThrownBy(() -> table.function(120))
        .isInstanceOf(Trap.class)
        .hasMessageContaining("undefined element");
  }

  @Test
  void whatIsLookedAtStaysTheSameObject() {
    Table table = table(FUNCTIONS);
    new Noting(new ArrayList<>()).initTable(table, 0, 0, FUNCTIONS, 0);
    assertThat(table.get(5)).isNotNull().isSameAs(table.get(5));
  }

  @Test
  void aTableThatHasGrownStillMakesThem() {
    Noting instance = new Noting(new ArrayList<>());
    Table table = table(FUNCTIONS);
    instance.initTable(table, 0, 0, FUNCTIONS, 0);
    table.grow(50, null);
    assertThat(table.function(99)).isSameAs(instance.function(99));
  }

  @Test
  void anyOrderOfOperationsGivesWhatATableOfFunctionsMadeAtOnceHas() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      Noting instance = new Noting(new ArrayList<>());
      Table table = table(60);
      List<@Nullable Integer> expected = new ArrayList<>(Collections.nCopies(60, null));
      for (int step = 0; step < 60; step++) {
        int size = table.size();
        int count = random.nextInt(Math.min(20, size));
        int to = random.nextInt(size - count);
        int from = random.nextInt(size - count);
        switch (random.nextInt(11)) {
          case 0, 1 -> {
            int first = random.nextInt(FUNCTIONS - count);
            instance.initTable(table, to, first, count, 0);
            for (int i = 0; i < count; i++) {
              expected.set(to + i, first + i);
            }
          }
          case 2 -> {
            table.fill(to, null, count);
            Collections.fill(expected.subList(to, to + count), null);
          }
          case 3 -> {
            table.copy(to, table, from, count);
            List<@Nullable Integer> copied = new ArrayList<>(expected.subList(from, from + count));
            for (int i = 0; i < count; i++) {
              expected.set(to + i, copied.get(i));
            }
          }
          case 4 -> {
            table.set(to, null);
            expected.set(to, null);
          }
          case 5 -> {
            table.set(to, instance.function(7));
            expected.set(to, 7);
          }
          case 6 -> {
            if (expected.get(to) != null) {
              assertThat(table.function(to).index()).as("seed " + seed).isEqualTo(expected.get(to));
            }
          }
          case 7 -> {
            table.shrink(size - 1);
            table.grow(1, null);
            expected.set(size - 1, null);
          }
          case 8 -> {
            table.clear(to, count);
            Collections.fill(expected.subList(to, to + count), null);
          }
          case 9 -> {
            Table other = table(size);
            other.copy(from, table, to, count);
            table.fill(to, null, count);
            table.copy(to, other, from, count);
          }
          default ->
              assertThat(index(table.get(to))).as("seed " + seed).isEqualTo(expected.get(to));
        }
      }
      @Nullable Integer[] found = new @Nullable Integer[table.size()];
      Arrays.setAll(found, slot -> index(table.get(slot)));
      assertThat(Arrays.asList(found)).as("seed " + seed).isEqualTo(expected);
    }
  }

  @Test
  void threadsThatCallASlotAtOnceAllGetItsFunction()
      throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < 200; round++) {
        Noting instance = new Noting(Collections.synchronizedList(new ArrayList<>()));
        Table table = table(FUNCTIONS);
        instance.initTable(table, 0, 0, FUNCTIONS, 0);
        CyclicBarrier start = new CyclicBarrier(2);
        Callable<List<Integer>> calls =
            () -> {
              start.await();
              return IntStream.range(0, FUNCTIONS)
                  .mapToObj(i -> table.function(i).index())
                  .toList();
            };
        List<Integer> all = IntStream.range(0, FUNCTIONS).boxed().toList();
        for (Future<List<Integer>> called : threads.invokeAll(List.of(calls, calls))) {
          assertThat(called.get()).isEqualTo(all);
        }
      }
    }
  }

  @Test
  void slotsThatAreClearedAskNobodyAnyMore() {
    Table table = table(10);
    table.setOnCall(3, () -> Func.lazy("late", new FunctionType(List.of(), List.of()), it -> it));
    assertThat(table.function(3).name()).isEqualTo("late");
    table.clear(0, 10);
    assertThatThrownBy(() -> table.function(3)).isInstanceOf(Trap.class);
  }
}
