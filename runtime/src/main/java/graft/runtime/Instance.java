package graft.runtime;

import graft.format.Export;
import graft.format.ExternKind;
import graft.format.FunctionType;
import graft.format.WasmModule;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An instance of a module
/// ([spec](https://webassembly.github.io/spec/core/exec/runtime.html#module-instances)). The
/// compiler generates a subclass for each module, with a field for everything that its code uses.
///
/// An instance belongs to one thread at a time.
public abstract class Instance extends ScratchFields {
  /// Functions in a page of {@link #functions}.
  private static final int PAGE = 128;

  /// The first memory, or null.
  public @Nullable Memory memory0;

  /// What the first memory holds now: its array with one load less than from the memory, as that is
  /// needed again after each call. Empty if there is none, or if it is mapped.
  public byte[] bytes0 = {};

  /// The field {@link #bytes0}.
  public static final VarHandle BYTES0 = bytesField();

  /// The first table, or null.
  public @Nullable Table table0;

  /// All memories, imports first.
  public final Memory[] memories;

  /// All tables, imports first.
  public final Table[] tables;

  /// All tags, imports first.
  public final Tag[] tags;

  /// The globals that other modules see or that have no field of their own, by index; null for
  /// others.
  public final @Nullable GlobalCell[] cells;

  /// Counts down where the module was translated with checks.
  public Budget budget = Budget.untilInterrupted();

  private final WasmModule module;
  private final FunctionFactory factory;
  private @Nullable EntryGuard guard;

  /// The objects of functions that were asked for, by index: page by page, as most never are.
  private final @Nullable Func[] @Nullable [] functions;

  private final Resolver stubs = this::replaceStub;
  private final boolean[] droppedData;
  private final boolean[] droppedElements;

  /// What expressions gave for the elements of a segment; null for segments that list functions.
  private final @Nullable Object[] @Nullable [] elements;

  private static VarHandle bytesField() {
    try {
      return MethodHandles.lookup()
          .findVarHandle(Instance.class, "bytes0", byte[].class)
          .withInvokeExactBehavior();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("BUG: a field is missing", e);
    }
  }

  static {
    // A class that is first needed when the stack is exhausted cannot be initialised, now or later.
    Trap.prepare();
  }

  /// For generated classes.
  protected Instance(WasmModule module, FunctionFactory factory) {
    this.module = module;
    this.factory = factory;
    memories = new Memory[module.allMemories().size()];
    tables = new Table[module.allTables().size()];
    tags = new Tag[module.allTags().size()];
    cells = new @Nullable GlobalCell[module.allGlobals().size()];
    functions = new @Nullable Func[(module.functionCount() + PAGE - 1) / PAGE] @Nullable [];
    droppedData = new boolean[module.data().size()];
    droppedElements = new boolean[module.elements().size()];
    elements = new @Nullable Object[module.elements().size()] @Nullable [];
  }

  /// Sets who watches calls from Java.
  public final void guardEntry(EntryGuard watch) {
    guard = watch;
  }

  /// Who watches calls from Java, or null.
  public final @Nullable EntryGuard entryGuard() {
    return guard;
  }

  /// The module that this is an instance of.
  public final WasmModule module() {
    return module;
  }

  /// What is exported under a name, or null. The same function is always the same object.
  public final @Nullable Extern export(String name) {
    Export export = module.export(name);
    return export == null ? null : extern(export.kind(), export.index());
  }

  /// All exports, in the order of the module.
  public final Map<String, Extern> exports() {
    Map<String, Extern> all = new LinkedHashMap<>();
    for (Export export : module.exports()) {
      all.put(export.name(), extern(export.kind(), export.index()));
    }
    return all;
  }

  private Extern extern(ExternKind kind, int index) {
    return switch (kind) {
      case FUNCTION -> function(index);
      case TABLE -> tables[index];
      case MEMORY -> memories[index];
      case GLOBAL -> cell(index);
      case TAG -> tags[index];
    };
  }

  private GlobalCell cell(int index) {
    GlobalCell cell = cells[index];
    if (cell == null) {
      throw new AssertionError("BUG: an exported global has no cell");
    }
    return cell;
  }

  /// The exported function of that name.
  ///
  /// @throws IllegalArgumentException if there is none
  public final Func function(String name) {
    if (export(name) instanceof Func function) {
      return function;
    }
    throw new IllegalArgumentException(module.file() + ": exports no function " + name);
  }

  /// The function with the given index, imports first: always the same object.
  public final Func function(int index) {
    Func function = made(index);
    if (function == null) {
      function = make(index);
      keep(index, function);
    }
    return function;
  }

  private Func make(int index) {
    FunctionType type = module.functionType(index);
    return Signature.isPossible(type)
        ? factory.make(this, index)
        : new ImpossibleFunc(Signature.of(type), module.functionName(index), this, index);
  }

  /// The function with the given index if its object has been made, else null.
  final @Nullable Func made(int index) {
    @Nullable Func[] page = functions[index / PAGE];
    return page == null ? null : page[index % PAGE];
  }

  private void keep(int index, Func function) {
    @Nullable Func[] page = functions[index / PAGE];
    if (page == null) {
      page = new @Nullable Func[Math.min(PAGE, module.functionCount() - index / PAGE * PAGE)];
      functions[index / PAGE] = page;
    }
    page[index % PAGE] = function;
  }

  /// Binds an imported function, now or again.
  public final void bindFunction(int index, Func function) {
    keep(index, function);
    setImport(index, function);
  }

  /// Sets the field of an imported function, if it has one; generated.
  protected abstract void setImport(int index, Func function);

  /// Sets the fields of the first globals to their boxed values or their cells; generated.
  public abstract void setGlobals(@Nullable Object[] values);

  /// What stands for a function that is looked at and not called: the function if it has been made,
  /// else a stub that makes it when it is first called and takes its own place in the tables.
  public final Func element(int index) {
    Func function = made(index);
    if (function != null) {
      return function;
    }
    return Signature.of(module.functionType(index))
        .lazy(module.functionName(index), this, index, stubs);
  }

  @SuppressWarnings("ReferenceEquality")
  private Func replaceStub(Func stub) {
    Func function = function(stub.index());
    for (Table table : tables) {
      @Nullable Object[] slots = table.elements;
      for (int i = 0; i < slots.length; i++) {
        if (slots[i] == stub) {
          slots[i] = function;
        }
      }
    }
    return function;
  }

  /// Sets what expressions gave for the elements of a segment.
  public final void setElements(int segment, @Nullable Object[] values) {
    elements[segment] = values;
  }

  /// How many elements a segment has left: none once it has been dropped.
  public final int elementCount(int segment) {
    return droppedElements[segment] ? 0 : module.elements().get(segment).size();
  }

  /// Copies elements of a segment into a table (`table.init`); both have so many.
  public final void initTable(Table table, int slot, int from, int count, int segment) {
    int[] functions = module.elements().get(segment).functions();
    @Nullable Object[] values = elements[segment];
    if (functions != null && count > 0) {
      table.setFunctions(slot, count, functions, from, this);
    } else if (values != null) {
      table.setAll(slot, values, from, count);
    }
  }

  /// Forgets an element segment (`elem.drop`).
  public final void dropElements(int segment) {
    droppedElements[segment] = true;
    elements[segment] = null;
  }

  /// Forgets a data segment (`data.drop`).
  public final void dropData(int index) {
    droppedData[index] = true;
  }

  /// How many bytes a data segment has left: none once it has been dropped.
  public final int dataSize(int index) {
    return droppedData[index] ? 0 : module.data().get(index).sizeInBytes();
  }

  @Override
  public String toString() {
    return "instance of " + module.file();
  }
}
