package graft.dl;

import graft.format.FunctionType;
import graft.runtime.Func;
import graft.runtime.Tag;
import graft.runtime.Trap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Takes libraries that nobody needs out of their process.
final class Unload {
  private final GuestProcess process;
  private boolean running;
  private @Nullable Throwable failure;

  Unload(GuestProcess process) {
    this.process = process;
  }

  /// Gives a library back once, and unloads it with what it needs if nobody uses them any more.
  ///
  /// @throws RuntimeException if a destructor failed; everything is unloaded nevertheless. So it is
  ///   with an Error
  void close(Library library) {
    if (library.isClosed()) {
      return; // By another thread, meanwhile.
    }
    if (library.openCount() > 0) {
      library.setOpenCount(library.openCount() - 1);
    }
    if (library.openCount() == 0) {
      unused();
    }
  }

  /// Unloads what a load has left that failed, at once, even where a destructor has asked for it.
  ///
  /// @param fresh what the load has loaded
  void after(List<Library> fresh, Throwable loadFailure) {
    Throwable before = failure;
    boolean within = running;
    running = true;
    failure = null;
    try {
      // What is being destructed further out has its own turn.
      run(within ? fresh::contains : _ -> true);
    } catch (Throwable e) {
      UndoLog.addSuppressed(loadFailure, e);
    } finally {
      running = within;
      failure = before;
    }
  }

  private void unused() {
    if (running) {
      return;
    }
    running = true;
    failure = null;
    try {
      run(_ -> true);
    } finally {
      running = false;
    }
  }

  /// Unloads until all that is left is needed: a destructor may close further libraries.
  ///
  /// @param which of those that nobody needs
  private void run(Predicate<Library> which) {
    List<Library> gone = process.locked(() -> unused(which));
    while (!gone.isEmpty()) {
      List<Library> unused = gone;
      // What constructed last is destructed first: dependents before what they need.
      InitOrder.forDestructors(process, gone).forEach(this::destruct);
      // From here on no code of these libraries runs.
      gone =
          process.locked(() -> {
            takeOut(unused);
            return unused(which);
          });
    }
    if (failure != null) {
      throw Trap.rethrow(failure);
    }
  }

  private List<Library> unused(Predicate<Library> which) {
    return process.linkMap().unused().stream().filter(which).toList();
  }

  private void takeOut(List<Library> gone) {
    gone.forEach(this::release);
    forgetEntries(gone);
    forgetTags(gone);
    process.linkMap().removeAll(gone);
    gone.forEach(Library::markClosed);
  }

  private void guarded(Runnable work) {
    try {
      work.run();
    } catch (Throwable e) {
      if (failure == null) {
        failure = e;
      } else {
        UndoLog.addSuppressed(failure, e);
      }
    }
  }

  private void destruct(Library library) {
    process.trace(LoadTrace.Topic.LIBS, () -> library + ": unloading");
    LoaderEvents.unload(library.location());
    guarded(() -> process.unlocked(() -> process.exitFunctions().runOf(library)));
  }

  private void release(Library library) {
    process.functions().forget(library, Unload::closedFunction);
    library
        .adapters()
        .values()
        .forEach(
            each -> process.functions().forget(each, closed(each.name(), each.type(), library)));
    process.got().forget(library);
    GuestThreads threads = process.threads();
    if (threads != null) {
      threads.forget(library).forEach(block -> guarded(() -> process.heap().free(block)));
    }
    process.hostScope().forget(library);
    process.handles().forget(library);
    process.emscriptenHandles().forget(library);
    // The guest's own code: it may fail.
    guarded(() -> process.guestLinkMap().forget(library));
    process.strings().forget(library).forEach(block -> guarded(() -> process.heap().free(block)));
    guarded(() -> process.heap().free(library.threadLocals()));
    guarded(() -> process.heap().free(library.memory()));
  }

  /// Takes out of the global offset table what only these libraries wanted and nobody defines.
  private void forgetEntries(List<Library> gone) {
    Set<GotEntry> candidates = new HashSet<>();
    gone.forEach(library -> noteUndefined(library, candidates));
    if (candidates.isEmpty()) {
      return;
    }
    for (Library library : process.linkMap().libraries()) {
      if (!gone.contains(library)) {
        for (ImportBinding binding : library.bindings()) {
          if (binding instanceof ImportBinding.Address address) {
            candidates.remove(address.entry());
          }
        }
      }
    }
    for (GotEntry entry : candidates) {
      process.got().remove(entry);
      if (entry.cell().value != 0) {
        // The slot of a stub.
        process.functions().free(entry.cell().value, null);
      }
    }
  }

  /// Takes out tags that only these libraries shared.
  private void forgetTags(List<Library> gone) {
    Set<Tag> tags = new HashSet<>();
    gone.forEach(library -> suppliedTags(library).forEach(tags::add));
    if (!tags.isEmpty()) {
      process.linkMap().libraries().stream()
          .filter(library -> !gone.contains(library))
          .forEach(library -> suppliedTags(library).forEach(tags::remove));
      process.hostScope().removeTags(tags);
    }
  }

  private static Stream<Tag> suppliedTags(Library library) {
    return Stream.of(library.bindings())
        .flatMap(binding ->
            binding instanceof ImportBinding.Bound(Definition.Supplied supplied)
                    && supplied.extern() instanceof Tag tag
                ? Stream.of(tag)
                : Stream.empty());
  }

  private static void noteUndefined(Library library, Set<GotEntry> undefined) {
    for (ImportBinding binding : library.bindings()) {
      if (binding instanceof ImportBinding.Address address && !address.entry().isDefined()) {
        undefined.add(address.entry());
      }
    }
  }

  /// What stands where a function of a library was, until the slot is used again.
  private static Func closedFunction(Library library, int index) {
    return closed(
        library.module().functionName(index), library.module().functionType(index), library);
  }

  private static Func closed(String name, FunctionType type, Library library) {
    String file = library.name();
    return Func.lazy(
        name,
        type,
        _ -> {
          throw new Trap("uninitialized element: " + name + " of " + file + ", which is closed");
        });
  }
}
