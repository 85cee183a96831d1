package graft.runtime;

import graft.format.Limits;
import graft.format.TableType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A table of references. Compiled code indexes {@link #elements} itself; the array is exactly as
/// long as the table. Growing replaces the array.
public final class Table implements Extern {
  /// Slots that a table can have at most.
  public static final int MAX_SIZE = 10_000_000;

  /// What the table holds now: {@link Func}s for funcref. Null is an empty slot, or a function
  /// whose object has not been made yet; {@link #get} tells them apart.
  public @Nullable Object[] elements;

  private final TableType type;
  private final int maximum;
  private final PendingElements pending = new PendingElements();
  private final Map<Integer, Supplier<Func>> onCall = new HashMap<>();
  private @Nullable IntFunction<@Nullable Func> filler;

  /// A table of its minimum size.
  ///
  /// @param initial what every slot holds
  /// @throws IllegalArgumentException if the minimum is too large, or cannot be had
  public Table(TableType type, @Nullable Object initial) {
    this.type = type;
    Limits limits = type.limits();
    Long declared = limits.maximum();
    maximum =
        declared == null || Long.compareUnsigned(declared, MAX_SIZE) > 0
            ? MAX_SIZE
            : declared.intValue();
    if (limits.minimum() < 0 || limits.minimum() > MAX_SIZE) {
      throw new IllegalArgumentException(
          "a table of "
              + Long.toUnsignedString(limits.minimum())
              + " elements: more than the limit of "
              + MAX_SIZE);
    }
    try {
      elements = new @Nullable Object[(int) limits.minimum()];
    } catch (OutOfMemoryError e) {
      throw new IllegalArgumentException(
          "a table of " + limits.minimum() + " elements" + Memory.tooLargeForHeap(), e);
    }
    if (initial != null) {
      Arrays.fill(elements, initial);
    }
  }

  @Override
  public TableType type() {
    Limits limits = type.limits();
    return new TableType(
        type.element(), new Limits(elements.length, limits.maximum(), false, limits.is64()));
  }

  /// How many slots there are.
  public int size() {
    return elements.length;
  }

  /// Grows the table (`table.grow`).
  ///
  /// @param delta slots to add, unsigned
  /// @return the size before, or -1 if that is not possible
  public int grow(int delta, @Nullable Object initial) {
    int before = elements.length;
    if (delta < 0 || delta > maximum - before) {
      return -1;
    }
    if (delta > 0) {
      // A function that another thread makes meanwhile is not to be lost.
      synchronized (pending) {
        @Nullable Object[] grown;
        try {
          grown = Arrays.copyOf(elements, before + delta);
        } catch (OutOfMemoryError e) {
          return -1;
        }
        if (initial != null) {
          Arrays.fill(grown, before, grown.length, initial);
        }
        elements = grown;
      }
    }
    return before;
  }

  /// Has slots stand for functions of an instance: their objects are made when a slot is called or
  /// looked at.
  ///
  /// @param functions indices in the instance's module; not copied
  /// @param from where in `functions` the slots' begin
  void setFunctions(int slot, int count, int[] functions, int from, Instance instance) {
    // What is begun here must be ended.
    StackRoom.ensureForMap();
    int start = 0;
    pending.remove(slot, count);
    for (int i = 0; i < count; i++) {
      Func known = instance.made(functions[from + i]);
      elements[slot + i] = known;
      if (known != null) {
        pending.add(slot + start, i - start, functions, from + start, instance);
        start = i + 1;
      }
    }
    pending.add(slot + start, count - start, functions, from + start, instance);
  }

  /// What a slot stands for that is null because nobody has made the function's object yet, or null
  /// if it is empty.
  ///
  /// @param isCall whether the function itself is wanted, or a stub will do
  private @Nullable Object make(int slot, boolean isCall) {
    PendingElements.Element element = pending.at(slot);
    if (element == null) {
      // Unless another thread has made it since.
      return Integer.compareUnsigned(slot, elements.length) < 0 ? elements[slot] : null;
    }
    Func made =
        isCall
            ? element.instance().function(element.index())
            : element.instance().element(element.index());
    synchronized (pending) {
      // Unless another thread has closed the library meanwhile.
      if (element.isSame(pending.at(slot))) {
        pending.remove(slot);
        elements[slot] = made;
      }
    }
    return made;
  }

  /// Sets slots (`table.fill`), which are there.
  void fill(int slot, @Nullable Object value, int count) {
    pending.remove(slot, count);
    Arrays.fill(elements, slot, slot + count, value);
  }

  /// Sets slots, which are there, to values from an array (`table.init`).
  void setAll(int slot, @Nullable Object[] values, int from, int count) {
    pending.remove(slot, count);
    System.arraycopy(values, from, elements, slot, count);
  }

  /// Sets slots, which are there, to those of a table (`table.copy`).
  void copy(int slot, Table source, int from, int count) {
    if (!source.pending.isEmpty()) {
      for (int i = from; i < from + count; i++) {
        source.get(i);
      }
    }
    setAll(slot, source.elements, from, count);
  }

  /// Empties a slot, and says who is asked for the function when the slot is called while it is
  /// empty: for one whose type nobody knows before the call.
  ///
  /// @param function gives it, or throws what the caller shall see
  /// @throws Trap if there is no such slot
  public void setOnCall(int slot, Supplier<Func> function) {
    set(slot, null);
    onCall.put(slot, function);
  }

  /// Says who fills slots that are called while they are empty, or while the table has not so many:
  /// the tables of a process's threads are filled when they are used.
  ///
  /// @param source gives the function for a slot, or null if there is none
  public void fillWhenCalled(IntFunction<@Nullable Func> source) {
    filler = source;
  }

  /// Empties slots, which are there; nobody is asked any more when they are called.
  public void clear(int slot, int count) {
    fill(slot, null, count);
    for (int i = slot; i < slot + count && !onCall.isEmpty(); i++) {
      onCall.remove(i);
    }
  }

  private Object calledEmpty(int slot) {
    Object found = make(slot, true);
    if (found == null && filler != null) {
      found = filler.apply(slot);
    }
    if (found == null) {
      Supplier<Func> function = onCall.get(slot);
      found = function == null ? null : function.get();
    }
    if (found == null) {
      throw Integer.compareUnsigned(slot, elements.length) < 0
          ? Trap.uninitializedElement(slot)
          : Trap.undefinedElement(slot);
    }
    return found;
  }

  /// Takes back slots at the end, for a load that failed.
  public void shrink(int size) {
    pending.remove(size, elements.length - size);
    elements = Arrays.copyOf(elements, size);
  }

  /// What a slot holds (`table.get`).
  ///
  /// @throws Trap if there is no such slot
  public @Nullable Object get(int slot) {
    if (Integer.compareUnsigned(slot, elements.length) >= 0) {
      throw Trap.tableOutOfBounds();
    }
    Object element = elements[slot];
    return element == null ? make(slot, false) : element;
  }

  /// Sets a slot (`table.set`).
  ///
  /// @throws Trap if there is no such slot
  public void set(int slot, @Nullable Object value) {
    if (Integer.compareUnsigned(slot, elements.length) >= 0) {
      throw Trap.tableOutOfBounds();
    }
    if (elements[slot] == null) {
      pending.remove(slot);
    }
    elements[slot] = value;
  }

  /// The element that call_indirect calls.
  ///
  /// @throws Trap if there is no such slot or it is empty
  public Object callee(int slot) {
    @Nullable Object[] slots = elements;
    Object element = Integer.compareUnsigned(slot, slots.length) < 0 ? slots[slot] : null;
    return element == null ? calledEmpty(slot) : element;
  }

  /// The function in a slot, for hosts that call through the table.
  ///
  /// @throws Trap if there is no such slot or it is empty
  public Func function(int slot) {
    return (Func) callee(slot);
  }
}
