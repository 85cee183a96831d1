package graft.dl;

import graft.runtime.Func;
import graft.runtime.Instance;
import graft.runtime.Table;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Who stands where in the table that all modules share. A function has one slot: C compares
/// function pointers.
///
/// Slots can be given before there is a table: a main module may bring its own.
final class FunctionTable {
  /// How many slots the table grows by for single functions.
  private static final int STEP = 32;

  private @Nullable Table mainTable;
  private @Nullable GuestThreads threads;
  private int size;
  private final Ranges free = new Ranges();
  private final Map<Key, Integer> slots = new HashMap<>();
  private final Map<Func, Integer> hostSlots = new HashMap<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private final Map<Integer, Func> waitingHosts = new HashMap<>();
  private final Map<Func, Supplier<Func>> untyped = new HashMap<>();

  /// Where there are threads: what a slot says in any of them whose function is gone, until it is
  /// used again.
  private final Map<Integer, Func> graves = new HashMap<>();

  /// The slots that Java has asked for, and may free.
  private final Set<Integer> ofJava = new HashSet<>();

  /// The slots that loads in progress were the first to want and nobody else has asked for since;
  /// the latest load first.
  private final Deque<Wanted> wantedByLoads = new ArrayDeque<>();

  /// The slots that a load was the first to want.
  ///
  /// @param undo the load's own log: what has another one is not asked for by the load itself
  private record Wanted(Set<Integer> slots, UndoLog undo) {}

  /// What stands in a slot of the host's in the tables of threads that did not take it.
  private final Map<Func, Supplier<Func>> ofThreads = new HashMap<>();

  /// A function of a guest.
  private record Key(Library library, int index) {}

  /// A slot whose function cannot be made yet.
  private record Waiting(int slot, Library library, int index) {}

  /// Says that threads have tables of their own.
  void share(GuestThreads all) {
    threads = all;
  }

  /// The table of the thread that asks.
  private @Nullable Table table() {
    GuestThread thread = threads == null ? null : threads.current();
    return thread == null ? mainTable : thread.table;
  }

  /// Fills a slot of the table of the thread that asks, if it stands for something.
  ///
  /// @return what, or null
  @Nullable Func fill(int slot, List<Library> libraries) {
    Table table = table();
    if (table == null || slot < 0 || slot >= size) {
      return null;
    }
    grow(table, size, "a thread");
    for (Library library : libraries) {
      if (slot - library.tableBase() >= 0 && slot - library.tableBase() < library.tableSize()) {
        // Its segments fill its row.
        library.loadedInstance();
      }
    }
    if (table.get(slot) instanceof Func found) {
      return found;
    }
    Func found = null;
    for (Map.Entry<Key, Integer> each : slots.entrySet()) {
      if (each.getValue() == slot) {
        found = each.getKey().library.loadedInstance().function(each.getKey().index);
      }
    }
    for (Map.Entry<Func, Integer> each : hostSlots.entrySet()) {
      if (each.getValue() == slot) {
        Supplier<Func> atCall = untyped.get(each.getKey());
        if (atCall != null) {
          return atCall.get();
        }
        found = own(each.getKey());
      }
    }
    if (found == null) {
      return graves.get(slot);
    }
    table.set(slot, found);
    return found;
  }

  /// Says how many slots are taken from the start.
  void startAt(int slots) {
    size = slots;
  }

  /// How many slots are given out or free: the size that the table has, or will have.
  int size() {
    return size;
  }

  /// How many of them are given out.
  int taken() {
    return size - free.total();
  }

  /// How many are given out to single functions, of guests and of the host, stubs included.
  int singles() {
    return slots.size() + hostSlots.size();
  }

  /// Takes the table, which may only exist now.
  ///
  /// @param requester who needs it to grow, for messages
  void attach(Table found, String requester) {
    mainTable = found;
    if (threads != null) {
      threads.watchMainTable(found);
    }
    if (found.size() > size) {
      throw new LoadException(requester, "the table has " + found.size() + " slots, not " + size);
    }
    grow(found, size, requester);
  }

  private static void grow(Table grown, int size, String requester) {
    int missing = size - grown.size();
    if (missing > 0 && grown.grow(missing, null) < 0) {
      throw new LoadException(
          requester,
          "the table cannot grow from "
              + grown.size()
              + " to "
              + size
              + " slots (link the main module with --growable-table)");
    }
  }

  /// Takes a row of slots.
  int reserve(int count, int alignment, String requester, UndoLog undo) {
    return reserve(count, alignment, count, requester, undo);
  }

  private int reserveOne(String requester, UndoLog undo) {
    return reserve(1, 1, STEP, requester, undo);
  }

  private int reserve(int count, int alignment, int growth, String requester, UndoLog undo) {
    Row row = new Row();
    int before = size;
    // Noted before anything is taken: nothing is lost if there is no room for a note.
    undo.add(() -> shrink(before));
    undo.add(() -> release(row.start, row.count));
    int start = free.take(count, alignment);
    if (start < 0) {
      long aligned = (before + alignment - 1L) & -(long) alignment;
      if (aligned + growth > Table.MAX_SIZE) {
        throw new LoadException(
            requester, "wants " + count + " table slots: a table has at most " + Table.MAX_SIZE);
      }
      start = (int) aligned;
      int end = start + growth;
      Table table = table();
      if (table != null) {
        grow(table, end, requester);
      }
      size = end;
      free.add(before, start - before);
      free.add(start + count, end - start - count);
    }
    row.start = start;
    row.count = count;
    for (int i = 0; i < count && !graves.isEmpty(); i++) {
      graves.remove(start + i);
    }
    return start;
  }

  /// Slots that have been taken so far: none, at first.
  private static final class Row {
    private int start;
    private int count;
  }

  /// Gives slots back; they are empty then.
  void release(int start, int count) {
    for (int i = start; i < start + count && !ofJava.isEmpty(); i++) {
      ofJava.remove(i);
    }
    for (int i = 0; i < count && !wantedByLoads.isEmpty(); i++) {
      again(start + i);
    }
    clear(mainTable, start, count);
    if (threads != null) {
      threads.tables().forEach(each -> clear(each, start, count));
    }
    free.add(start, count);
  }

  private static void clear(@Nullable Table table, int start, int count) {
    int present = table == null ? 0 : Math.min(count, table.size() - start);
    if (table != null && present > 0) {
      table.clear(start, present);
    }
  }

  /// Takes back that the table has grown, if nobody has the new slots.
  ///
  /// @param before how large it was
  void shrink(int before) {
    if (size <= before) {
      return;
    }
    int start = free.trim(size);
    if (start > before) {
      // Somebody else took slots behind ours.
      free.add(start, size - start);
      return;
    }
    free.add(start, before - start);
    size = before;
    Table table = table();
    if (table != null && table.size() > before) {
      table.shrink(before);
    }
  }

  /// Begins to note which slots functions get for the first time.
  ///
  /// @param wanted where they are noted
  /// @param undo what the load asks for slots with
  void beginLoad(Set<Integer> wanted, UndoLog undo) {
    wantedByLoads.push(new Wanted(wanted, undo));
  }

  /// Ends that for the latest load.
  void endLoad() {
    wantedByLoads.pop();
  }

  private int first(int slot, UndoLog undo) {
    Wanted latest = wantedByLoads.peek();
    if (latest != null && latest.undo == undo) {
      latest.slots.add(slot);
    }
    return slot;
  }

  private int again(int slot) {
    wantedByLoads.forEach(wanted -> wanted.slots.remove(slot));
    return slot;
  }

  /// Frees slots of single functions, whosever they are.
  void free(Set<Integer> gone) {
    slots.values().removeIf(gone::contains);
    List<Func> hosts = new ArrayList<>();
    hostSlots.forEach((function, slot) -> {
      if (gone.contains(slot)) {
        hosts.add(function);
      }
    });
    for (Func function : hosts) {
      hostSlots.remove(function);
      ofThreads.remove(function);
      untyped.remove(function);
    }
    gone.forEach(slot -> release(slot, 1));
  }

  /// The slot of a function of a module, which may not be instantiated yet.
  int slotOf(Library library, int index, UndoLog undo) {
    Integer own = library.ownSlot(index);
    if (own != null) {
      return own;
    }
    Key key = new Key(library, index);
    Integer known = slots.get(key);
    if (known != null) {
      return again(known);
    }
    int slot = first(reserveOne(library.name(), undo), undo);
    undo.add(() -> slots.remove(key));
    slots.put(key, slot);
    Waiting entry = new Waiting(slot, library, index);
    undo.add(() -> waiting.remove(entry));
    waiting.add(entry);
    fillWaiting();
    return slot;
  }

  /// What a slot of the host's holds for the thread that asks.
  private Func own(Func function) {
    boolean main = threads == null || threads.current() == null;
    Supplier<Func> own = main ? null : ofThreads.get(function);
    return own == null ? function : own.get();
  }

  /// The slot of a function of which every thread has its own.
  ///
  /// @param function the main thread's
  /// @param own gives that of the thread that asks
  int slotOf(Func function, Supplier<Func> own, UndoLog undo) {
    if (threads != null && !hostSlots.containsKey(function)) {
      undo.add(() -> ofThreads.remove(function));
      ofThreads.put(function, own);
    }
    return slotOf(function, undo);
  }

  /// The slot of a function of the host, or of a stub.
  int slotOf(Func function, UndoLog undo) {
    Integer known = hostSlots.get(function);
    if (known != null) {
      return again(known);
    }
    int slot = first(reserveOne(function.name(), undo), undo);
    undo.add(() -> {
      hostSlots.remove(function);
      waitingHosts.remove(slot);
    });
    hostSlots.put(function, slot);
    Table table = table();
    if (table != null) {
      put(table, slot, function);
    } else {
      waitingHosts.put(slot, function);
    }
    return slot;
  }

  /// The slot of a function of the host that Java asks for, and may free if nobody had one before.
  int slotForJava(Func function) {
    boolean known = hostSlots.containsKey(function);
    int slot = slotOf(function, new UndoLog());
    if (!known) {
      ofJava.add(slot);
    }
    return slot;
  }

  /// Frees a slot that Java has asked for.
  ///
  /// @return whether it is one
  boolean freeOfJava(int slot) {
    return ofJava.contains(slot) && free(slot, null);
  }

  /// The slot of a function that nobody defines and of which not even the type is known: it is
  /// looked for when the slot is called.
  ///
  /// @param stub stands for it
  int slotOfUntyped(Func stub, Supplier<Func> found, UndoLog undo) {
    undo.add(() -> untyped.remove(stub));
    untyped.put(stub, found);
    return slotOf(stub, undo);
  }

  private void put(Table present, int slot, Func function) {
    Supplier<Func> found = untyped.get(function);
    if (found == null) {
      present.set(slot, own(function));
    } else {
      present.setOnCall(slot, found);
    }
  }

  /// Puts functions into the slots that were given before their modules were instantiated.
  void fillWaiting() {
    Table present = table();
    if (present == null) {
      return;
    }
    waitingHosts.forEach((slot, function) -> put(present, slot, function));
    waitingHosts.clear();
    waiting.removeIf(entry -> {
      Instance instance = entry.library.instance();
      if (instance == null) {
        return false;
      }
      present.set(entry.slot, instance.function(entry.index));
      return true;
    });
  }

  /// Whether a slot is that of a function of the host.
  boolean isSlotOf(Func function, int slot) {
    Integer known = hostSlots.get(function);
    return known != null && known == slot;
  }

  /// Frees the slot of a function of the host.
  ///
  /// @param grave what stands there until the slot is used again, or null
  boolean free(int slot, @Nullable Func grave) {
    Func freed = null;
    for (Map.Entry<Func, Integer> each : hostSlots.entrySet()) {
      freed = each.getValue() == slot ? each.getKey() : freed;
    }
    boolean found = freed != null;
    if (freed != null) {
      hostSlots.remove(freed);
      ofThreads.remove(freed);
      untyped.remove(freed);
      release(slot, 1);
      Table table = table();
      if (table != null && grave != null) {
        bury(table, slot, grave);
      }
    }
    return found;
  }

  /// Frees the slot that a function which is no module's has, if it has one.
  ///
  /// @param grave what stands there until the slot is used again
  void forget(Func function, Func grave) {
    Integer slot = hostSlots.get(function);
    if (slot != null) {
      free(slot, grave);
    }
  }

  private void bury(Table present, int slot, Func grave) {
    present.set(slot, grave);
    if (threads != null) {
      graves.put(slot, grave);
    }
  }

  /// Makes what stands in the slot of a function that is gone.
  @FunctionalInterface
  interface Grave {
    Func of(Library library, int index);
  }

  /// Forgets a module: its own row of slots and those that were made for its functions.
  ///
  /// @param grave what stands in the slots until they are used again, so that a call through a
  ///   stale pointer has a name
  void forget(Library library, Grave grave) {
    Map<Integer, Integer> gone = new HashMap<>();
    slots
        .entrySet()
        .removeIf(entry -> {
          boolean own = entry.getKey().library == library;
          if (own) {
            gone.put(entry.getValue(), entry.getKey().index);
          }
          return own;
        });
    gone.keySet().forEach(slot -> release(slot, 1));
    int count = (int) library.tableSize();
    if (count > 0) {
      release(library.tableBase(), count);
      for (int index : library.image().tableOffsets().keySet()) {
        Integer slot = library.ownSlot(index);
        if (slot != null) {
          gone.put(slot, index);
        }
      }
    }
    Table present = table();
    if (present != null) {
      gone.forEach((slot, index) -> bury(present, slot, grave.of(library, index)));
    }
  }
}
