package graft.dl;

import graft.format.Export;
import graft.format.ExternKind;
import graft.format.Import;
import graft.format.Limits;
import graft.format.MemoryType;
import graft.format.TableType;
import graft.format.ValType;
import graft.runtime.Extern;
import graft.runtime.Func;
import graft.runtime.GlobalCell;
import graft.runtime.Memory;
import graft.runtime.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where things are in a process's memory and table.
///
/// A relocatable main module leaves that to the loader:
///
/// ```text
/// 0      1024       stack high
/// | unused | <- stack | main's data | libraries' data | heap ->
///          stack low                                  heap base
/// ```
///
/// The stack lies below the data, so that one that overflows runs into address 0 and traps instead
/// of overwriting variables. A main module with fixed addresses brings its own memory, and the
/// libraries that are loaded with it go behind its heap base, or where its memory ended.
final class ProcessLayout {
  /// Addresses below are left unused: null pointers with small offsets point there.
  private static final int FIRST_ADDRESS = 1024;

  private static final int SMALL_STACK = 64 << 10;
  private static final int DEFAULT_STACK = 1 << 20;
  private static final int LARGE_STACK = 5 << 20;
  private static final Limits ANY_SIZE = Limits.of(0, null);

  private final ProcessOptions options;
  private final GuestHeap heap;
  private final FunctionTable functions;
  private @Nullable Memory memory;
  private @Nullable Table table;
  private GlobalCell.@Nullable I32 stackPointer;
  private int stackLow;
  private int stackHigh;
  private int heapStart;
  private int heapBase;
  private int dataStart;
  private int dataEnd;

  ProcessLayout(ProcessOptions options, GuestHeap heap, FunctionTable functions) {
    this.options = options;
    this.heap = heap;
    this.functions = functions;
  }

  @Nullable Memory memory() {
    return memory;
  }

  @Nullable Table table() {
    return table;
  }

  /// Whether the stack pointer is the loader's, and not main's own.
  boolean givesStackPointer() {
    return stackLow != 0;
  }

  GlobalCell.@Nullable I32 stackPointer() {
    return stackPointer;
  }

  /// Decides where a main module goes; libraries follow it.
  void lay(Library main, UndoLog undo) {
    if (main.image().isRelocatable()) {
      layRelocatable(main, undo);
    } else {
      layFixed(main);
    }
    heapStart = heap.end();
  }

  private void layRelocatable(Library main, UndoLog undo) {
    functions.startAt(1);
    stackLow = FIRST_ADDRESS;
    // Even if main has no use for a stack, libraries may.
    stackHigh = Ranges.align(stackLow + stackSize(main), GuestHeap.ALIGNMENT);
    stackPointer = GlobalCell.i32(true, stackHigh);
    heap.startAt(stackHigh);
    var dylink = main.module().dylink();
    if (dylink == null) {
      return;
    }
    int size = LoadCommit.checkedInt(main, "memory", dylink.memorySize());
    int slots = LoadCommit.checkedInt(main, "table", dylink.tableSize());
    GuestHeap.Block block =
        heap.allocate(
            size, LoadCommit.alignment(main, dylink.memoryAlignment()), main.name(), undo);
    int firstSlot =
        slots == 0
            ? 1
            : functions.reserve(
                slots, LoadCommit.alignment(main, dylink.tableAlignment()), main.name(), undo);
    main.place(block, firstSlot);
    dataStart = block.address();
    dataEnd = block.address() + size;
  }

  /// Emscripten tells the size of the stack only to its JavaScript. The default is a quarter of the
  /// memory that the module wants at the start, within reason.
  private int stackSize(Library main) {
    if (options.stackSize() > 0) {
      return options.stackSize();
    }
    Limits limits = memoryLimits(main);
    @Nullable Long maximum = limits.maximum();
    boolean grows = maximum == null || maximum > limits.minimum();
    long quarter = limits.minimum() * Memory.PAGE / 4;
    return (int) Math.max(grows ? DEFAULT_STACK : SMALL_STACK, Math.min(quarter, LARGE_STACK));
  }

  private void layFixed(Library main) {
    List<TableType> tables = main.module().allTables();
    functions.startAt(
        tables.isEmpty()
            ? 1
            : LoadCommit.checkedInt(main, "table", tables.get(0).limits().minimum()));
    Export base = main.image().export("__heap_base");
    heap.startAt(
        bumps(main) && base != null
            ? main.image().address(base, 0)
            : (int) Math.min(memoryLimits(main).minimum(), Memory.MAX_PAGES) * Memory.PAGE);
    main.place(GuestHeap.Block.NONE, 0);
  }

  /// Whether a main module with fixed addresses can be told that libraries lie behind its heap
  /// base.
  private static boolean bumps(Library main) {
    Export base = main.image().export("__heap_base");
    return base != null
        && main.image().isData(base)
        && main.image().export("emscripten_get_sbrk_ptr") != null;
  }

  private static Limits memoryLimits(Library main) {
    List<MemoryType> memories = main.module().allMemories();
    return memories.isEmpty() ? ANY_SIZE : memories.get(0).limits();
  }

  /// Ends the placing of libraries at start, and makes what the main module imports.
  void close(Library main) {
    heapBase = Ranges.align(heap.end(), GuestHeap.ALIGNMENT);
    for (Import wanted : main.module().imports()) {
      if (wanted.module().equals("env") && wanted.type() instanceof MemoryType type) {
        memory = createMemory(main, type.limits());
      } else if (wanted.module().equals("env") && wanted.type() instanceof TableType type) {
        table = createTable(main, type);
      }
    }
  }

  private Memory createMemory(Library main, Limits limits) {
    if (limits.is64()) {
      throw new LoadException(main.name(), "memory64 is not supported");
    }
    // If main's allocator takes what memory there is, it grows for libraries afterwards.
    boolean later = !main.image().isRelocatable() && !bumps(main);
    long minimum = later ? limits.minimum() : Math.max(limits.minimum(), pages(heapBase));
    @Nullable Long maximum = limits.maximum();
    if (maximum != null && minimum > maximum) {
      throw new LoadException(
          main.name(),
          "not enough memory: stack and data take "
              + minimum
              + " pages, the memory has at most "
              + maximum);
    }
    Limits grown = new Limits(minimum, maximum, limits.shared(), false);
    try {
      return new Memory(new MemoryType(grown), options.memoryLimit());
    } catch (IllegalArgumentException | OutOfMemoryError e) {
      throw new LoadException(main.name(), String.valueOf(e.getMessage()), e);
    }
  }

  private static long pages(int bytes) {
    return ((long) bytes + Memory.PAGE - 1) / Memory.PAGE;
  }

  private Table createTable(Library main, TableType type) {
    long size = Math.max(type.limits().minimum(), functions.size());
    try {
      Table created =
          new Table(new TableType(type.element(), Limits.of(size, type.limits().maximum())), null);
      functions.startAt(Math.max(functions.size(), created.size()));
      return created;
    } catch (IllegalArgumentException e) {
      throw new LoadException(main.name(), String.valueOf(e.getMessage()), e);
    }
  }

  /// Takes what the main module itself defines, once it is instantiated.
  void adopt(Library main) {
    if (memory == null) {
      memory = main.machinery("memory") instanceof Memory own ? own : emptyMemory();
    }
    if (table == null) {
      table = tableOf(main);
    }
    if (stackPointer == null && main.machinery("__stack_pointer") instanceof GlobalCell.I32 own) {
      stackPointer = own;
    }
    functions.attach(table, main.name());
    if (heap.end() > heapStart && !main.image().isRelocatable() && !bumps(main)) {
      GuestHeap.prime(main);
    }
    growTo(memory, main);
    moveBreak(main, memory);
  }

  private static Table tableOf(Library main) {
    if (main.machinery("__indirect_function_table") instanceof Table own) {
      return own;
    }
    for (Export export : main.module().exports()) {
      if (export.kind() == ExternKind.TABLE
          && main.machinery(export.name()) instanceof Table own
          && own.type().element() == ValType.FUNCREF) {
        return own;
      }
    }
    return new Table(new TableType(ValType.FUNCREF, Limits.of(1, null)), null);
  }

  private static Memory emptyMemory() {
    return new Memory(new MemoryType(ANY_SIZE));
  }

  private void growTo(Memory present, Library main) {
    int missing = (int) pages(heap.end()) - present.sizeInPages();
    if (heap.end() > heapStart && missing > 0 && present.grow(missing) < 0) {
      throw new LoadException(
          main.name(), "not enough memory: cannot grow by " + missing + " pages for libraries");
    }
  }

  /// Tells Emscripten's `sbrk` in a main module with fixed addresses that libraries lie behind its
  /// heap base.
  private void moveBreak(Library main, Memory present) {
    if (heap.end() > heapStart
        && !main.image().isRelocatable()
        && main.machinery("emscripten_get_sbrk_ptr") instanceof Func function
        && GuestCalls.takes(function, 0)
        && function.invoke() instanceof Integer address) {
      present.setI32(address, heapBase);
    }
  }

  /// Whether a symbol is an address of this layout.
  boolean isSpecial(String symbol) {
    return switch (symbol) {
      case "__heap_base",
          "__heap_end",
          "__stack_low",
          "__stack_high",
          "__global_base",
          "__data_end" ->
          true;
      default -> false;
    };
  }

  /// An address of this layout.
  int special(String symbol) {
    return switch (symbol) {
      case "__heap_base" -> heapBase;
      case "__heap_end" -> memory == null ? heapBase : (int) memory.sizeInBytes();
      case "__stack_low" -> stackLow;
      case "__stack_high" -> stackHigh;
      case "__global_base" -> dataStart;
      case "__data_end" -> dataEnd;
      default -> throw new AssertionError("BUG: no address called " + symbol);
    };
  }

  /// Where the main thread's stack ends; 0 if nobody tells.
  int stackLow(Library main) {
    return stackHigh == 0 ? stackAddress(main, "emscripten_stack_get_end") : stackLow;
  }

  /// How far down the stack may go: if main does not tell where it begins, to the data that its
  /// segments and exports show below it.
  ///
  /// @param position where it ends now
  int stackFloor(Library main, int position) {
    int low = stackLow(main);
    return low != 0 ? low : main.image().dataEndBelow(position);
  }

  /// Tells a module that checks its stack where that is.
  void setStackLimits(Library library, @Nullable Library main) {
    int high = stackHigh;
    int low = stackLow;
    if (high == 0 && main != null) {
      high = stackAddress(main, "emscripten_stack_get_base");
      low = stackLow(main);
    }
    if (high == 0) {
      return;
    }
    for (String name : List.of("__set_stack_limits", "emscripten_stack_set_limits")) {
      Func function = GuestCalls.machinery(library, name, 2);
      if (function != null) {
        function.invoke(high, low);
      }
    }
  }

  private static int stackAddress(Library main, String name) {
    Extern extern = main.machinery(name);
    return extern instanceof Func function
            && GuestCalls.takes(function, 0)
            && function.invoke() instanceof Integer address
        ? address
        : 0;
  }
}
