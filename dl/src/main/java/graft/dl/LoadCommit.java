package graft.dl;

import graft.compiler.LinkException;
import graft.dl.LoadPlan.Address;
import graft.dl.LoadStatistics.Stage;
import graft.format.Export;
import graft.format.ExternKind;
import graft.format.Import;
import graft.runtime.Extern;
import graft.runtime.Func;
import graft.runtime.GlobalCell;
import graft.runtime.Instance;
import graft.runtime.Trap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Carries a plan out, up to the constructors, and notes how to take everything back.
final class LoadCommit {
  private final GuestProcess process;
  private final LoadPlan plan;
  private final UndoLog undo;
  private final LoadLeftovers leftovers;
  private final Bindings bindings;

  private LoadCommit(GuestProcess process, LoadPlan plan, UndoLog undo, LoadLeftovers leftovers) {
    this.undo = undo;
    this.leftovers = leftovers;
    this.process = process;
    this.plan = plan;
    this.bindings = new Bindings(process);
  }

  /// Loads what the plan says, up to but without constructors.
  ///
  /// @param main the main module, if it is among the new libraries and not there yet
  /// @param undo notes how to take back what has been done, also if this fails
  /// @param leftovers notes what is changed besides the new libraries
  /// @throws RuntimeException whatever went wrong
  static void commit(
      GuestProcess process,
      LoadPlan plan,
      @Nullable Library main,
      UndoLog undo,
      LoadLeftovers leftovers) {
    LoadCommit commit = new LoadCommit(process, plan, undo, leftovers);
    Stopwatch stopwatch = process.stopwatch();
    stopwatch.time(Stage.INSTANTIATE, () -> commit.run(main));
    stopwatch.time(Stage.RELOCATE, commit::relocate);
  }

  private void run(@Nullable Library main) {
    if (main != null) {
      process.layout().lay(main, undo);
    }
    for (Library library : plan.libraries()) {
      if (library != main) {
        place(library);
      }
    }
    if (main != null) {
      process.layout().close(main);
    }
    // From here on every library has its addresses and slots.
    publishEntries();
    plan.addresses().forEach((entry, address) -> setIfKnown(entry, address));
    // From here on start functions can read the global offset table.
    if (main != null) {
      instantiate(main);
      process.layout().adopt(main);
    }
    for (Library library : plan.initOrder()) {
      if (library != main) {
        instantiate(library);
      }
    }
    process.functions().fillWaiting();
    plan.libraries().forEach(bindings::bindDefinitions);
    // From here on every import that has a definition calls it.
    plan.initOrder().forEach(this::initThreadLocals);
    plan.addresses().forEach(this::setThreadLocal);
  }

  private void place(Library library) {
    var dylink = library.module().dylink();
    if (dylink == null) {
      throw new AssertionError("BUG: " + library + " is no library");
    }
    GuestHeap.Block block =
        process
            .heap()
            .allocate(
                checkedInt(library, "memory", dylink.memorySize()),
                alignment(library, dylink.memoryAlignment()),
                library.name(),
                undo);
    int slots = checkedInt(library, "table", dylink.tableSize());
    int tableBase =
        slots == 0
            ? 0
            : process
                .functions()
                .reserve(slots, alignment(library, dylink.tableAlignment()), library.name(), undo);
    library.place(block, tableBase);
    process.trace(
        LoadTrace.Topic.LIBS,
        () ->
            library
                + ": memory at "
                + block.address()
                + " ("
                + dylink.memorySize()
                + " bytes), table slots from "
                + tableBase
                + " ("
                + slots
                + ")");
  }

  static int checkedInt(Library library, String what, long size) {
    if (size < 0 || size > Integer.MAX_VALUE) {
      throw new LoadException(
          library.name(), "wants a " + what + " of " + Long.toUnsignedString(size));
    }
    return (int) size;
  }

  static int alignment(Library library, int exponent) {
    if (exponent < 0 || exponent > 30) {
      throw new LoadException(library.name(), "wants an alignment of 2^" + exponent);
    }
    return 1 << exponent;
  }

  private void publishEntries() {
    plan.entries()
        .forEach((name, entry) -> {
          Runnable remove = () -> process.got().remove(entry);
          undo.add(remove);
          process.got().add(entry);
          leftovers.added(entry, remove);
        });
    plan.localEntries().forEach(this::publishLocal);
    undo.add(() -> process.hostScope().removeTags(plan.tags().values()));
    plan.tags().forEach(process.hostScope()::addTag);
  }

  private void publishLocal(Library library, Map<String, GotEntry> entries) {
    entries.forEach((name, entry) -> {
      Runnable remove = () -> library.localEntries().remove(name, entry);
      undo.add(remove);
      library.localEntries().put(name, entry);
      leftovers.added(entry, remove);
    });
  }

  private void setIfKnown(GotEntry entry, Address address) {
    if (!(address instanceof Address.Of of && threadLocal(of.definition()) != null)) {
      set(entry, valueOf(address), address);
    }
  }

  private void setThreadLocal(GotEntry entry, Address address) {
    if (address instanceof Address.Of of) {
      Definition.Exported variable = threadLocal(of.definition());
      if (variable != null) {
        set(entry, bindings.addressOf(variable, undo), address);
      }
    }
  }

  private static Definition.@Nullable Exported threadLocal(Definition definition) {
    if (definition instanceof Definition.Exported exported
        && exported.kind() == ExternKind.GLOBAL) {
      Export export = exported.library().image().export(exported.name());
      return export != null && exported.library().isThreadLocal(export) ? exported : null;
    }
    return null;
  }

  private void set(GotEntry entry, int value, Address address) {
    Runnable restore = entry.restore();
    undo.add(restore);
    leftovers.before(
        entry, restore, !(address instanceof Address.Stub || address == Address.Null.NULL));
    // No switches over types, here and below: the JVM makes theirs anew at each start.
    if (address instanceof Address.Of of) {
      entry.define(value, ownerOf(of.definition()));
    } else if (address instanceof Address.Special) {
      entry.define(value, null);
    } else {
      entry.set(value);
    }
    process.trace(LoadTrace.Topic.RELOC, () -> entry + " (" + LoadPlanner.describe(address) + ")");
  }

  private static @Nullable Library ownerOf(Definition definition) {
    return definition instanceof Definition.Exported exported ? exported.library() : null;
  }

  private int valueOf(Address address) {
    if (address instanceof Address.Of of) {
      return bindings.addressOf(of.definition(), undo);
    }
    if (address instanceof Address.Special special) {
      return process.layout().special(special.symbol());
    }
    return address instanceof Address.Stub stub ? slotOf(stub) : 0;
  }

  private int slotOf(Address.Stub address) {
    ImportBinding.Unbound unbound = address.function();
    Func stub = bindings.stub(address.requester(), -1, unbound);
    return unbound.isTyped()
        ? process
            .functions()
            .slotOf(stub, () -> bindings.stub(address.requester(), -1, unbound), undo)
        : process
            .functions()
            .slotOfUntyped(stub, () -> process.resolve(address.requester(), unbound), undo);
  }

  private void instantiate(Library library) {
    List<Extern> imports = new ArrayList<>();
    List<Import> wanted = library.module().imports();
    for (int i = 0; i < wanted.size(); i++) {
      imports.add(bindings.extern(library, i, library.bindings()[i]));
    }
    undo.add(() -> library.setInstance(null));
    Instance instance =
        guarded(
            library,
            () -> library.image().code().instantiate(imports, process.options().memoryLimit()));
    library.setInstance(instance);
    undo.add(() -> process.linkMap().forgetFirstInstance(instance, library));
    process.linkMap().noteInstance(instance, library);
  }

  // Relocation.

  /// `wasm-ld`'s start function fills a thread's variables, but does not set the addresses that the
  /// module itself uses; `__wasm_init_tls` does.
  private void initThreadLocals(Library library) {
    GuestThreads threads = process.threads();
    if (threads != null) {
      threads.giveToStarting(library, undo);
      if (threads.areThreadLocalsReady()) {
        threads.initThreadLocals(library);
      }
    }
    Func init = GuestCalls.machinery(library, "__wasm_init_tls", 1);
    if (init == null) {
      if (threads != null && SideThreadLocals.areHidden(library)) {
        throw new LoadException(
            library.name(),
            "has thread-local variables, but does not export what makes them in each thread (link"
                + " it with --export=__wasm_init_tls --export=__tls_size --export=__tls_align)");
      }
      return;
    }
    int block = threadLocalBlock(library);
    if (block != 0) {
      guarded(library, () -> init.invoke(block));
    }
  }

  private int threadLocalBlock(Library library) {
    int base = number(library, "__tls_base");
    int size = number(library, "__tls_size");
    if (base != 0 || size == 0) {
      return base;
    }
    if (!process.heap().isStarted()) {
      // The heap base has been told to everybody: there is no room left below.
      throw new LoadException(
          library.name(), "has thread-local variables, but its start function gives them no room");
    }
    GuestHeap.Block block =
        process
            .heap()
            .allocate(size, Math.max(1, number(library, "__tls_align")), library.name(), undo);
    library.setThreadLocals(block);
    return block.address();
  }

  static int number(Library library, String name) {
    return library.machinery(name) instanceof GlobalCell.I32 cell ? cell.value : 0;
  }

  private void relocate() {
    for (Library library : plan.initOrder()) {
      call(library, "__wasm_apply_tls_relocs");
      relocateData(library);
      process.layout().setStackLimits(library, process.mainOrNull());
    }
  }

  private void relocateData(Library library) {
    DataRelocations relocations = library.image().dataRelocations();
    if (relocations == null) {
      call(library, ModuleImage.DATA_RELOCATIONS);
      return;
    }
    guarded(
        library,
        () -> {
          relocations.apply(library.loadedInstance(), process.memory());
          return library;
        });
    process.trace(
        LoadTrace.Topic.RELOC, () -> library + ": " + relocations.size() + " words of data set");
  }

  private static void call(Library library, String name) {
    Func function = GuestCalls.machinery(library, name, 0);
    if (function != null) {
      guarded(library, function::invoke);
    }
  }

  /// A module that traps before it is there has not been loaded.
  private static <T> T guarded(Library library, Supplier<T> work) {
    try {
      return work.get();
    } catch (LinkException e) {
      throw new LoadException(library.name(), "cannot be instantiated: " + e.problem(), e);
    } catch (Trap e) {
      if (e.isInterruption()) {
        throw e;
      }
      throw new LoadException(library.name(), "cannot be instantiated: " + e.getMessage(), e);
    }
  }
}
