package graft.testing.spec;

import graft.format.FunctionType;
import graft.format.GlobalType;
import graft.format.Limits;
import graft.format.MemoryType;
import graft.format.TableType;
import graft.format.ValType;
import graft.runtime.Extern;
import graft.runtime.Func;
import graft.runtime.GlobalCell;
import graft.runtime.Memory;
import graft.runtime.Signature;
import graft.runtime.Table;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The module `spectest`, which scripts import from
/// ([interpreter](https://github.com/WebAssembly/spec/tree/main/interpreter#spectest-host-module)).
/// Its functions print nothing.
final class SpecTestHost {
  private final Map<String, Supplier<Extern>> makers = new HashMap<>();
  private final Map<String, Extern> made = new HashMap<>();

  SpecTestHost() {
    print("print");
    print("print_i32", ValType.I32);
    print("print_i64", ValType.I64);
    print("print_f32", ValType.F32);
    print("print_f64", ValType.F64);
    print("print_i32_f32", ValType.I32, ValType.F32);
    print("print_f64_f64", ValType.F64, ValType.F64);
    global("global_i32", ValType.I32, 666);
    global("global_i64", ValType.I64, 666L);
    global("global_f32", ValType.F32, 666.6f);
    global("global_f64", ValType.F64, 666.6);
    makers.put("table", () -> new Table(new TableType(ValType.FUNCREF, Limits.of(10, 20L)), null));
    makers.put("memory", () -> new Memory(new MemoryType(Limits.of(1, 2L))));
    makers.put("shared_memory", () -> new Memory(new MemoryType(new Limits(1, 2L, true, false))));
  }

  private void print(String name, ValType... parameters) {
    FunctionType type = new FunctionType(List.of(parameters), List.of());
    makers.put(
        name,
        () -> {
          MethodHandle nothing = MethodHandles.empty(Signature.of(type).methodType());
          return Func.host(name, type, nothing);
        });
  }

  private void global(String name, ValType type, Object value) {
    makers.put(
        name,
        () -> {
          GlobalCell cell = GlobalCell.of(new GlobalType(type, false));
          cell.set(value);
          return cell;
        });
  }

  /// What is exported under a name, or null; always the same object.
  @Nullable Extern export(String name) {
    Extern known = made.get(name);
    Supplier<Extern> maker = makers.get(name);
    if (known == null && maker != null) {
      known = maker.get();
      made.put(name, known);
    }
    return known;
  }
}
