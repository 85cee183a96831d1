package graft.testing.mutate;

import graft.format.FunctionType;
import graft.format.GlobalType;
import graft.format.Import;
import graft.format.Limits;
import graft.format.MemoryType;
import graft.format.TableType;
import graft.format.TagType;
import graft.format.ValType;
import graft.format.WasmModule;
import graft.runtime.Extern;
import graft.runtime.Func;
import graft.runtime.GlobalCell;
import graft.runtime.Memory;
import graft.runtime.Signature;
import graft.runtime.Table;
import graft.runtime.Tag;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;

/// Something of the right type for everything that a module imports, so that it can be instantiated
/// whatever it is: functions return zeros, memories and tables have room to spare.
final class StubImports {
  private static final int MEMORY_BASE = 1024;
  private static final int STACK_TOP = 1 << 20;
  private static final int SPARE_PAGES = 128;
  private static final int SPARE_SLOTS = 4096;

  private StubImports() {}

  /// One for each import, in order.
  ///
  /// @param maximumPages how far a memory may grow
  static List<Extern> of(WasmModule module, int maximumPages) {
    List<Extern> imports = new ArrayList<>();
    for (Import wanted : module.imports()) {
      imports.add(
          switch (wanted.type()) {
            case FunctionType type -> function(wanted.name(), type);
            case MemoryType type -> new Memory(larger(type), maximumPages);
            case TableType type -> new Table(larger(type), null);
            case GlobalType type -> global(wanted.name(), type);
            case TagType type -> new Tag(type);
          });
    }
    return imports;
  }

  private static Func function(String name, FunctionType type) {
    MethodHandle nothing = MethodHandles.empty(Signature.of(type).methodType());
    return Func.host(name, type, nothing);
  }

  private static MemoryType larger(MemoryType type) {
    return new MemoryType(larger(type.limits(), SPARE_PAGES));
  }

  private static TableType larger(TableType type) {
    return new TableType(type.element(), larger(type.limits(), SPARE_SLOTS));
  }

  private static Limits larger(Limits limits, int spare) {
    Long maximum = limits.maximum();
    long size = Math.max(limits.minimum(), spare);
    return new Limits(
        maximum == null ? size : Math.min(size, maximum), maximum, limits.shared(), limits.is64());
  }

  private static GlobalCell global(String name, GlobalType type) {
    GlobalCell cell = GlobalCell.of(type);
    if (type.type() == ValType.I32) {
      cell.set(
          switch (name) {
            case "__memory_base" -> MEMORY_BASE;
            case "__table_base" -> 1;
            case "__stack_pointer" -> STACK_TOP;
            default -> 0;
          });
    }
    return cell;
  }
}
