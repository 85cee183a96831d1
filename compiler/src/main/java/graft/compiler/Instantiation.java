package graft.compiler;

import graft.format.CodeRange;
import graft.format.DataSegment;
import graft.format.ElementSegment;
import graft.format.ExternKind;
import graft.format.ExternType;
import graft.format.GlobalType;
import graft.format.Import;
import graft.format.Limits;
import graft.format.MemoryType;
import graft.format.SegmentMode;
import graft.format.TableType;
import graft.format.WasmModule;
import graft.runtime.Bulk;
import graft.runtime.Extern;
import graft.runtime.Func;
import graft.runtime.GlobalCell;
import graft.runtime.Instance;
import graft.runtime.Memory;
import graft.runtime.Table;
import graft.runtime.Tag;
import graft.runtime.Trap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Instantiates a module
/// ([spec](https://webassembly.github.io/spec/core/exec/modules.html#instantiation)).
final class Instantiation {
  private final WasmModule module;
  private final ModuleNames names;
  private final Instance instance;
  private final int maximumPages;
  private final CompilerOptions options;
  private final @Nullable Object[] globals;
  private final ConstantExpression constants;

  Instantiation(
      WasmModule module,
      ModuleNames names,
      Instance instance,
      int maximumPages,
      CompilerOptions options) {
    this.module = module;
    this.names = names;
    this.instance = instance;
    this.maximumPages = maximumPages;
    this.options = options;
    this.globals = new @Nullable Object[module.allGlobals().size()];
    this.constants = new ConstantExpression(module, instance, globals);
  }

  Instance run(List<? extends Extern> imports) {
    bindImports(imports);
    defineMemoriesAndTables();
    defineGlobals();
    initializeElements();
    initializeData();
    if (module.startFunction() >= 0) {
      instance.function(module.startFunction()).invoke();
    }
    return instance;
  }

  private void bindImports(List<? extends Extern> imports) {
    List<Import> wanted = module.imports();
    if (imports.size() != wanted.size()) {
      throw new LinkException(
          module.file(), "expected " + wanted.size() + " imports, found " + imports.size());
    }
    for (int i = 0; i < wanted.size(); i++) {
      check(wanted.get(i), imports.get(i));
    }
    int functions = 0;
    int memories = 0;
    int tables = 0;
    int globalCount = 0;
    int tags = 0;
    for (Extern each : imports) {
      switch (each.type().kind()) {
        case FUNCTION -> instance.bindFunction(functions++, (Func) each);
        case MEMORY -> instance.memories[memories++] = (Memory) each;
        case TABLE -> instance.tables[tables++] = (Table) each;
        case GLOBAL -> bindGlobal(globalCount++, (GlobalCell) each);
        case TAG -> instance.tags[tags++] = (Tag) each;
      }
    }
  }

  private void bindGlobal(int index, GlobalCell cell) {
    instance.cells[index] = cell;
    globals[index] = cell.get();
  }

  private void check(Import wanted, Extern found) {
    if (!fits(wanted.type(), found.type())) {
      throw new LinkException(
          module.file(),
          "incompatible import type: "
              + wanted.module()
              + "."
              + wanted.name()
              + ": expected "
              + wanted.kind()
              + " "
              + wanted.type()
              + ", found "
              + found.type().kind()
              + " "
              + found.type());
    }
  }

  private static boolean fits(ExternType wanted, ExternType found) {
    if (wanted instanceof TableType table) {
      return found instanceof TableType other
          && table.element() == other.element()
          && fits(table.limits(), other.limits());
    }
    if (wanted instanceof MemoryType memory) {
      return found instanceof MemoryType other
          && memory.limits().shared() == other.limits().shared()
          && fits(memory.limits(), other.limits());
    }
    return wanted.equals(found);
  }

  private static boolean fits(Limits wanted, Limits found) {
    Long most = wanted.maximum();
    Long has = found.maximum();
    return wanted.is64() == found.is64()
        && Long.compareUnsigned(found.minimum(), wanted.minimum()) >= 0
        && (most == null || (has != null && Long.compareUnsigned(has, most) <= 0));
  }

  private void defineMemoriesAndTables() {
    int imported = instance.memories.length - module.memories().size();
    try {
      for (int i = 0; i < module.memories().size(); i++) {
        instance.memories[imported + i] =
            new Memory(module.memories().get(i), maximumPages, options.isMapped(imported + i));
      }
      imported = instance.tables.length - module.tables().size();
      for (int i = 0; i < module.tables().size(); i++) {
        instance.tables[imported + i] = new Table(module.tables().get(i), null);
      }
    } catch (IllegalArgumentException | OutOfMemoryError e) {
      throw new LinkException(module.file(), String.valueOf(e.getMessage()));
    }
    imported = instance.tags.length - module.tags().length;
    for (int i = imported; i < instance.tags.length; i++) {
      instance.tags[i] = new Tag(module.allTags().get(i));
    }
    for (int i = Long.SIZE - 1; i < instance.memories.length; i++) {
      if (instance.memories[i].isMapped() != options.isMapped(i)) {
        throw new LinkException(
            module.file(),
            "memories from the 64th on must be all mapped (shared, or above 2 GiB) or none");
      }
    }
    if (instance.memories.length > 0) {
      instance.memories[0].attach(instance);
    }
    if (instance.tables.length > 0) {
      instance.table0 = instance.tables[0];
    }
  }

  private void defineGlobals() {
    int imported = globals.length - module.globals().size();
    boolean[] exported = new boolean[globals.length];
    module
        .exports()
        .forEach(export -> {
          if (export.kind() == ExternKind.GLOBAL) {
            exported[export.index()] = true;
          }
        });
    for (int i = imported; i < globals.length; i++) {
      GlobalType type = module.allGlobals().get(i);
      Object value = constants.evaluate(module.globals().get(i - imported).initial());
      globals[i] = value;
      if (names.hasCell(i) || exported[i]) {
        GlobalCell cell = GlobalCell.of(type);
        cell.set(value);
        instance.cells[i] = cell;
      }
    }
    setGlobalFields();
  }

  private void setGlobalFields() {
    @Nullable Object[] fields = new @Nullable Object[names.globalFieldCount()];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = names.hasCell(i) ? instance.cells[i] : globals[i];
    }
    instance.setGlobals(fields);
  }

  private void initializeElements() {
    List<ElementSegment> segments = module.elements();
    for (int i = 0; i < segments.size(); i++) {
      ElementSegment segment = segments.get(i);
      if (segment.mode() == SegmentMode.DECLARATIVE) {
        instance.dropElements(i);
      } else if (segment.expressions() != null) {
        instance.setElements(i, values(segment.expressions()));
      }
    }
    for (int i = 0; i < segments.size(); i++) {
      ElementSegment segment = segments.get(i);
      if (segment.mode() == SegmentMode.ACTIVE) {
        long start = constants.evaluateOffset(segment.start());
        Table table = instance.tables[segment.tableIndex()];
        if (start < 0 || start > table.size() - segment.size()) {
          throw Trap.tableOutOfBounds();
        }
        instance.initTable(table, (int) start, 0, segment.size(), i);
        instance.dropElements(i);
      }
    }
  }

  private @Nullable Object[] values(List<CodeRange> expressions) {
    @Nullable Object[] values = new @Nullable Object[expressions.size()];
    for (int k = 0; k < values.length; k++) {
      values[k] = constants.evaluate(expressions.get(k));
    }
    return values;
  }

  private void initializeData() {
    List<DataSegment> segments = module.data();
    for (int i = 0; i < segments.size(); i++) {
      DataSegment segment = segments.get(i);
      if (segment.mode() == SegmentMode.ACTIVE) {
        long start = constants.evaluateOffset(segment.start());
        Bulk.init(
            start, 0, segment.sizeInBytes(), instance.memories[segment.memoryIndex()], instance, i);
        instance.dropData(i);
      }
    }
  }
}
