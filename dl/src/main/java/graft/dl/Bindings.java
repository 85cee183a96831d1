package graft.dl;

import graft.format.Export;
import graft.format.ExternKind;
import graft.runtime.Extern;
import graft.runtime.Func;
import graft.runtime.GlobalCell;
import graft.runtime.Instance;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns decisions about imports into the things that instances hold.
final class Bindings {
  private final GuestProcess process;

  Bindings(GuestProcess process) {
    this.process = process;
  }

  /// What an import of a new library gets. A function of a library that is not instantiated yet is
  /// a stub until {@link #bindDefinitions} replaces it.
  Extern extern(Library library, int importIndex, ImportBinding binding) {
    // The most frequent first; not a switch over types, whose first use costs a start milliseconds.
    if (binding instanceof ImportBinding.Bound bound) {
      return extern(library, importIndex, bound.definition());
    }
    if (binding instanceof ImportBinding.Address address) {
      return cell(address.entry());
    }
    if (binding instanceof ImportBinding.Unbound unbound) {
      return stub(library, importIndex, unbound);
    }
    if (binding instanceof ImportBinding.Given given) {
      return given(library, given);
    }
    ImportBinding.Shared shared = (ImportBinding.Shared) binding;
    return process.currentHostScope().sharedCell(shared.name(), shared.type());
  }

  private GlobalCell.I32 cell(GotEntry entry) {
    GuestThreads threads = process.threads();
    return threads == null ? entry.cell() : threads.cell(entry);
  }

  /// What the host supplies for an import.
  private Extern supplied(Library library, int importIndex, Definition.Supplied supplied) {
    GuestThreads threads = process.threads();
    return threads == null
        ? supplied.extern()
        : threads.hostExtern(supplied, library.module().imports().get(importIndex));
  }

  /// A function that is no module's: the asking thread's own.
  private Func outside(Definition definition) {
    return switch (definition) {
      case Definition.Supplied supplied -> {
        GuestThreads threads = process.threads();
        yield (Func) (threads == null ? supplied.extern() : threads.hostExtern(supplied));
      }
      case Definition.Adapted adapted ->
          Legalized.adapter(process, adapted.requester(), adapted.wanted(), adapted.found());
      case Definition.Exported exported ->
          throw new AssertionError("BUG: " + exported + " is a module's");
    };
  }

  private Extern given(Library library, ImportBinding.Given given) {
    return switch (given) {
      case MEMORY -> process.memory();
      case TABLE -> process.table();
      case STACK_POINTER -> GuestStack.pointer(process, library);
      case MEMORY_BASE -> GlobalCell.i32(false, library.memoryBase());
      case TABLE_BASE -> GlobalCell.i32(false, library.tableBase());
    };
  }

  private Extern extern(Library library, int importIndex, Definition definition) {
    Definition origin =
        definition instanceof Definition.Exported exported ? exported.origin() : definition;
    if (origin instanceof Definition.Supplied supplied) {
      return supplied(library, importIndex, supplied);
    }
    if (!(origin instanceof Definition.Exported exported)) {
      return outside(origin);
    }
    Instance instance = exported.library().instance();
    if (instance != null && exported.kind() == ExternKind.FUNCTION) {
      return instance.function(exported.index());
    }
    if (instance != null) {
      Extern extern = instance.export(exported.name());
      if (extern == null) {
        throw new AssertionError("BUG: " + exported + " is not exported");
      }
      return extern;
    }
    if (exported.kind() == ExternKind.FUNCTION) {
      return Func.lazy(exported.name(), exported.functionType(), _ -> function(exported));
    }
    throw new LoadException(
        library.name(),
        "needs the "
            + exported.kind()
            + " "
            + exported.name()
            + " of "
            + exported.library()
            + ", which is loaded after it");
  }

  /// Connects imported functions to definitions that had no instance before, and puts the real
  /// functions where the module's segments have put stubs into the table.
  void bindDefinitions(Library library) {
    Instance instance = library.loadedInstance();
    int functions = library.module().importedFunctionCount();
    for (int i = 0; i < functions; i++) {
      if (library.functionBinding(i) instanceof ImportBinding.Bound bound) {
        Func function = function(library, i, bound.definition());
        if (!instance.function(i).isSame(function)) {
          bind(library, instance, i, function);
        }
        note(library, function);
      }
    }
    noteDefiners(library, new UndoLog());
  }

  /// Whose variable or function a pointer is to must stay as long as whoever has the pointer.
  void noteDefiners(Library library, UndoLog undo) {
    for (ImportBinding binding : library.bindings()) {
      if (binding instanceof ImportBinding.Address address) {
        Library owner = address.entry().owner();
        if (owner != null && owner != library && !library.boundTo().contains(owner)) {
          undo.add(() -> library.boundTo().remove(owner));
          library.boundTo().add(owner);
        }
      }
    }
  }

  /// Makes what libraries have bound to some others since these were loaded unbound again: those
  /// could not be constructed.
  void unbind(Set<Library> gone) {
    for (Library library : process.linkMap().libraries()) {
      if (!gone.contains(library) && library.boundTo().removeAll(gone)) {
        process.linkMap().instancesOf(library).forEach(each -> unbind(library, each, gone));
      }
    }
  }

  private void unbind(Library library, Instance instance, Set<Library> gone) {
    int functions = library.module().importedFunctionCount();
    for (int i = 0; i < functions; i++) {
      Library owner = process.linkMap().ownerOf(instance.function(i));
      if (owner != null
          && gone.contains(owner)
          && library.functionBinding(i) instanceof ImportBinding.Unbound unbound) {
        bind(library, instance, i, stub(library, library.importOfFunction(i), unbound));
      }
    }
  }

  private void bind(Library library, Instance instance, int index, Func function) {
    instance.bindFunction(index, function);
    Integer slot = library.ownSlot(index);
    if (slot != null) {
      process.table().set(slot, function);
    }
  }

  /// Whose function is used must stay.
  private void note(Library library, Func function) {
    Library owner = process.linkMap().ownerOf(function);
    if (owner != null && owner != library) {
      library.boundTo().add(owner);
    }
  }

  /// A stub for a function that nobody defines yet.
  ///
  /// @param requester who wants it
  /// @param importIndex the entry in its import section, or -1 if it only wants the address
  Func stub(@Nullable Library requester, int importIndex, ImportBinding.Unbound unbound) {
    return Func.lazy(
        unbound.symbol().name(),
        unbound.type(),
        _ -> {
          Func found = process.resolve(requester, unbound);
          if (requester != null && importIndex >= 0) {
            rebind(requester, importIndex, found);
          }
          return found;
        });
  }

  private void rebind(Library requester, int importIndex, Func found) {
    Instance instance = requester.instance();
    int functions = requester.module().importedFunctionCount();
    for (int i = 0; i < functions && instance != null; i++) {
      if (requester.importOfFunction(i) == importIndex) {
        bind(requester, instance, i, found);
        note(requester, found);
        return;
      }
    }
  }

  /// The function that a library's import gets.
  private Func function(Library library, int functionIndex, Definition definition) {
    Definition origin =
        definition instanceof Definition.Exported exported ? exported.origin() : definition;
    return origin instanceof Definition.Supplied supplied
        ? (Func) supplied(library, library.importOfFunction(functionIndex), supplied)
        : function(origin);
  }

  /// The function of a definition.
  Func function(Definition definition) {
    Definition origin =
        definition instanceof Definition.Exported exported ? exported.origin() : definition;
    return origin instanceof Definition.Exported exported
        ? exported.library().loadedInstance().function(exported.index())
        : outside(origin);
  }

  /// The address of a definition: in memory, or the slot of a function.
  int addressOf(Definition definition, UndoLog undo) {
    Definition origin =
        definition instanceof Definition.Exported exported ? exported.origin() : definition;
    if (origin instanceof Definition.Exported exported) {
      Library library = exported.library();
      if (exported.kind() == ExternKind.FUNCTION) {
        return process.functions().slotOf(library, exported.index(), undo);
      }
      Export export = library.image().export(exported.name());
      if (export == null) {
        throw new AssertionError("BUG: " + exported + " is not exported");
      }
      return library.dataAddress(export);
    }
    // One function, and so one slot, whichever thread's.
    Func key =
        switch (origin) {
          case Definition.Adapted adapted ->
              adapted.requester().adapters().computeIfAbsent(adapted, this::outside);
          case Definition.Supplied supplied -> (Func) supplied.extern();
          case Definition.Exported exported ->
              throw new AssertionError("BUG: " + exported + " is a module's");
        };
    return process.functions().slotOf(key, () -> outside(origin), undo);
  }
}
