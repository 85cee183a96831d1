package graft.runtime;

import graft.format.Limits;
import graft.format.TableType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A table of references. Compiled code indexes {@link #elements} itself; the array is exactly as
/// long as the table. Growing replaces the array.
public final class Table implements Extern {
  /// Slots that a table can have at most.
  public static final int MAX_SIZE = 10_000_000;

  /// What the table holds now: {@link Func}s for funcref.
  public @Nullable Object[] elements;

  private final TableType type;
  private final int maximum;

  /// A table of its minimum size.
  ///
  /// @param initial what every slot holds
  /// @throws IllegalArgumentException if the minimum is too large
  public Table(TableType type, @Nullable Object initial) {
    this.type = type;
    Limits limits = type.limits();
    Long declared = limits.maximum();
    maximum = declared == null ? MAX_SIZE : (int) Math.min(MAX_SIZE, declared & Long.MAX_VALUE);
    if (limits.minimum() < 0 || limits.minimum() > MAX_SIZE) {
      throw new IllegalArgumentException(
          "a table of "
              + Long.toUnsignedString(limits.minimum())
              + " elements: more than the limit of "
              + MAX_SIZE);
    }
    elements = new @Nullable Object[(int) limits.minimum()];
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
      @Nullable Object[] grown = Arrays.copyOf(elements, before + delta);
      if (initial != null) {
        Arrays.fill(grown, before, grown.length, initial);
      }
      elements = grown;
    }
    return before;
  }

  /// Takes back slots at the end, for a load that failed.
  public void shrink(int size) {
    elements = Arrays.copyOf(elements, size);
  }

  /// What a slot holds (`table.get`).
  ///
  /// @throws Trap if there is no such slot
  public @Nullable Object get(int slot) {
    if (Integer.compareUnsigned(slot, elements.length) >= 0) {
      throw Trap.tableOutOfBounds();
    }
    return elements[slot];
  }

  /// Sets a slot (`table.set`).
  ///
  /// @throws Trap if there is no such slot
  public void set(int slot, @Nullable Object value) {
    if (Integer.compareUnsigned(slot, elements.length) >= 0) {
      throw Trap.tableOutOfBounds();
    }
    elements[slot] = value;
  }

  /// The element that call_indirect calls.
  ///
  /// @throws Trap if there is no such slot or it is empty
  public static Object callee(@Nullable Object[] elements, int slot) {
    if (Integer.compareUnsigned(slot, elements.length) >= 0) {
      throw Trap.undefinedElement(slot);
    }
    Object element = elements[slot];
    if (element == null) {
      throw Trap.uninitializedElement(slot);
    }
    return element;
  }

  /// The function in a slot, for hosts that call through the table.
  ///
  /// @throws Trap if there is no such slot or it is empty
  public Func function(int slot) {
    return (Func) callee(elements, slot);
  }
}
