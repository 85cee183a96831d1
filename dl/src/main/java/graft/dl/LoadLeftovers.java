package graft.dl;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What a load changes besides its own libraries: entries of the global offset table, and the slots
/// that functions of others get in the table. `dlclose` leaves these: a pointer to what is still
/// there stays what it is. If a constructor fails they are taken back, but for slots that somebody
/// else has asked for meanwhile.
final class LoadLeftovers {
  private final GuestProcess process;
  private final Set<Integer> slots = new HashSet<>();
  private int tableSize;
  private boolean begun;
  private final Map<GotEntry, Runnable> entries = new HashMap<>();
  private final Map<GotEntry, Runnable> added = new HashMap<>();
  private final Set<GotEntry> defined = new HashSet<>();

  LoadLeftovers(GuestProcess process) {
    this.process = process;
  }

  /// Begins to note what a load does.
  ///
  /// @param undo the load's own log
  void begin(UndoLog undo) {
    tableSize = process.functions().size();
    process.functions().beginLoad(slots, undo);
    begun = true;
  }

  /// Notes an entry that is new, and how to take it out.
  void added(GotEntry entry, Runnable remove) {
    added.put(entry, remove);
  }

  /// Notes what an entry was before the load changes it.
  ///
  /// @param defines whether the load defines it
  void before(GotEntry entry, Runnable restore, boolean defines) {
    entries.putIfAbsent(entry, restore);
    if (defines) {
      defined.add(entry);
    }
  }

  /// Ends the load: all stays.
  void keep() {
    if (begun) {
      process.functions().endLoad();
      begun = false;
    }
  }

  /// Takes back what is left when the load's libraries are gone.
  void takeBack() {
    keep();
    Set<GotEntry> used = new HashSet<>();
    for (Library library : process.linkMap().libraries()) {
      for (ImportBinding binding : library.bindings()) {
        if (binding instanceof ImportBinding.Address address) {
          used.add(address.entry());
        }
      }
    }
    added.forEach((entry, remove) -> {
      entries.remove(entry);
      if (used.contains(entry)) {
        // By what a constructor has opened, and has not closed.
        slots.remove(entry.cell().value);
      } else {
        remove.run();
      }
    });
    entries.forEach((entry, restore) -> {
      if (entry.isDefined() && !defined.contains(entry)) {
        // By what a constructor has opened. Behind it is the stub of this load.
        slots.remove(entry.undefinedAddress());
      } else {
        restore.run();
      }
    });
    process.functions().free(slots);
    process.functions().shrink(tableSize);
  }
}
