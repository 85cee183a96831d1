package graft.compiler;

import static graft.testkit.WasmBytes.FUNCREF;
import static graft.testkit.WasmBytes.I32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.format.Limits;
import graft.format.TableType;
import graft.format.ValType;
import graft.format.ValidModule;
import graft.runtime.Instance;
import graft.runtime.Table;
import graft.runtime.Trap;
import graft.testkit.WasmBytes;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tables whose slots are i64, as memory64 has them: table 0; table 1 beside it is an ordinary one.
final class WideTableTest {
  private static final int I64 = 0x7e;
  private static final int END = 0x0b;
  private static final int DROP_FIRST = 0x1a;
  private static final int REF_NULL = 0xd0;
  private static final int PREFIX = 0xfc;

  private static final List<String> NAMES =
      List.of("call", "tail", "get", "set", "size", "grow", "fill", "copy", "out", "in", "init");

  /// Each takes three i64 and gives one; `seven` and `eight` are what the tables hold.
  private static ValidModule module() {
    WasmBytes module = WasmBytes.module();
    module.section(1, 2, types -> types.op(0x60, 3, I64, I64, I64, 1, I64).op(0x60, 0, 1, I64));
    int count = NAMES.size() + 2;
    byte[] types = new byte[count];
    types[count - 2] = 1;
    types[count - 1] = 1;
    module.section(3, count, functions -> functions.raw(types));
    module.section(4, 2, tables -> tables.op(FUNCREF, 5, 4, 20).op(FUNCREF, 1, 4, 20));
    module.section(
        7,
        NAMES.size(),
        exports -> {
          for (int i = 0; i < NAMES.size(); i++) {
            exports.name(NAMES.get(i)).op(0, i);
          }
        });
    int seven = count - 2;
    // Active at slots 1 and 2 of table 0, and passive.
    module.section(
        9, 2, all -> all.op(0, 0x42, 1, END, 2, seven, seven + 1).op(1, 0, 2, seven + 1, seven));
    module.section(
        10,
        count,
        bodies ->
            bodies
                .body(0, get(0).op(0x11, 1, 0))
                .body(0, get(0).op(0x13, 1, 0))
                .body(0, get(0).op(0x25, 0, 0xd1, 0xad))
                .body(0, get(0).op(REF_NULL, FUNCREF, 0x26, 0, 0x42, 0))
                .body(0, new WasmBytes().op(PREFIX, 16, 0))
                .body(0, new WasmBytes().op(REF_NULL, FUNCREF).get(0).op(PREFIX, 15, 0))
                .body(0, get(0).op(REF_NULL, FUNCREF).get(1).op(PREFIX, 17, 0, 0x42, 0))
                .body(0, get(0, 1, 2).op(PREFIX, 14, 0, 0, 0x42, 0))
                .body(0, wrapped(0).get(1).append(wrapped(2)).op(PREFIX, 14, 1, 0, 0x42, 0))
                .body(0, get(0).append(wrapped(1)).append(wrapped(2)).op(PREFIX, 14, 0, 1, 0x42, 0))
                .body(0, get(0).append(wrapped(1)).append(wrapped(2)).op(PREFIX, 12, 1, 0, 0x42, 0))
                .body(0, new WasmBytes().op(0x42, 7))
                .body(0, new WasmBytes().op(0x42, 8)));
    return TinyModule.valid(module, "wide.wasm");
  }

  private static WasmBytes get(int... locals) {
    WasmBytes code = new WasmBytes();
    for (int local : locals) {
      code.get(local);
    }
    return code;
  }

  private static WasmBytes wrapped(int local) {
    return get(local).op(0xa7);
  }

  static Stream<CompilerOptions> options() {
    return Stream.of(
        CompilerOptions.DEFAULT,
        CompilerOptions.DEFAULT.withMethodLimit(0),
        CompilerOptions.INTERRUPTIBLE);
  }

  private static long run(Instance instance, String name, long... arguments) {
    Object[] all = {0L, 0L, 0L};
    for (int i = 0; i < arguments.length; i++) {
      all[i] = arguments[i];
    }
    return (Long) instance.function(name).invoke(all);
  }

  @ParameterizedTest
  @MethodSource("options")
  void instructionsTakeSlotsOf64Bits(CompilerOptions options) {
    Instance instance = Compiler.compile(module(), options).instantiate(List.of());

    assertThat(run(instance, "call", 1)).isEqualTo(7);
    assertThat(run(instance, "tail", 2)).isEqualTo(8);
    assertThat(run(instance, "get", 1)).isZero();
    assertThat(run(instance, "get", 3)).isOne();
    assertThat(run(instance, "size")).isEqualTo(4);
    assertThat(run(instance, "grow", 6)).isEqualTo(4);
    assertThat(run(instance, "size")).isEqualTo(10);
    run(instance, "copy", 8, 1, 2);
    assertThat(run(instance, "call", 9)).isEqualTo(8);
    run(instance, "out", 2, 1, 2);
    run(instance, "fill", 1, 2);
    assertThat(run(instance, "get", 1)).isOne();
    run(instance, "in", 5, 2, 2);
    assertThat(run(instance, "call", 5)).isEqualTo(7);
    run(instance, "init", 0, 0, 2);
    assertThat(run(instance, "call", 0)).isEqualTo(8);
    run(instance, "set", 0);
    assertThat(run(instance, "get", 0)).isOne();
  }

  @ParameterizedTest
  @MethodSource("options")
  void slotsBeyond32BitsAreNotTakenForThoseBelow(CompilerOptions options) {
    Instance instance = Compiler.compile(module(), options).instantiate(List.of());
    for (long high : new long[] {1L << 32, Long.MIN_VALUE, -1L << 32}) {
      long slot = high + 1;
      trap("undefined element", () -> run(instance, "call", slot));
      trap("undefined element", () -> run(instance, "tail", slot));
      for (String name : List.of("get", "set", "fill", "copy", "in", "init")) {
        trap("out of bounds table access", () -> run(instance, name, slot));
      }
      trap("out of bounds table access", () -> run(instance, "fill", 1, slot));
      trap("out of bounds table access", () -> run(instance, "copy", 1, slot));
      trap("out of bounds table access", () -> run(instance, "copy", 1, 1, slot));
      trap("out of bounds table access", () -> run(instance, "out", 1, slot));
      assertThat(run(instance, "grow", slot)).isEqualTo(-1);
    }
    assertThat(run(instance, "grow", 17)).as("above its maximum").isEqualTo(-1);
    assertThat(run(instance, "call", 1)).isEqualTo(7);
  }

  private static void trap(String words, ThrowingCallable code) {
    assertThatThrownBy(code).isInstanceOf(Trap.class).hasMessageContaining(words);
  }

  @Test
  void aSegmentBehindTheEndOfATableOf64BitsTraps() {
    for (long start : new long[] {4, -1, Long.MIN_VALUE}) {
      WasmBytes module = WasmBytes.module();
      module.section(1, 1, types -> types.op(0x60, 0, 0));
      module.section(3, 1, functions -> functions.op(0));
      module.section(4, 1, tables -> tables.op(FUNCREF, 4, 4));
      module.section(9, 1, all -> all.op(0, 0x42).s64(start).op(END, 1, 0));
      module.section(10, 1, bodies -> bodies.body(0, new WasmBytes()));
      CompiledModule code = Compiler.compile(TinyModule.valid(module, "wide.wasm"));
      trap("out of bounds table access", () -> code.instantiate(List.of()));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1L << 32, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1, -1})
  void anyMaximumThatIsLargeLetsATableGrow(long maximum) {
    TableType type = new TableType(ValType.FUNCREF, new Limits(1, maximum, false, true));
    Table table = new Table(type, null);
    assertThat(table.grow(5, null)).isOne();
    assertThat(table.grow(Table.MAX_SIZE, null)).isEqualTo(-1);
  }

  @Test
  void anI32IsNoSlotOfSuchATable() {
    WasmBytes module = WasmBytes.module();
    module.section(1, 1, types -> types.op(0x60, 1, I32, 0));
    module.section(3, 1, functions -> functions.op(0));
    module.section(4, 1, tables -> tables.op(FUNCREF, 4, 4));
    module.section(10, 1, bodies -> bodies.body(0, get(0).op(0x25, 0, DROP_FIRST)));
    assertThatThrownBy(() -> TinyModule.valid(module, "wide.wasm"))
        .hasMessageContaining("type mismatch: expected i64, found i32");
  }
}
