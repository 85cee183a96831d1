package graft.runtime;

import org.jspecify.annotations.Nullable;

/// The instructions that work on ranges of memories and tables, as compiled code calls them: the
/// operands first, then what they work on.
public final class Bulk {
  private Bulk() {}

  private static void check(long start, long length, long size, boolean table) {
    if (start < 0 || length < 0 || start > size - length) {
      throw table ? Trap.tableOutOfBounds() : Trap.outOfBounds();
    }
  }

  private static long unsigned(int value) {
    return value & 0xffff_ffffL;
  }

  /// `memory.grow`.
  public static int grow(int delta, Memory memory) {
    return memory.grow(delta);
  }

  /// `memory.grow` with 64-bit addresses.
  public static long grow(long delta, Memory memory) {
    return delta < 0 || delta > Integer.MAX_VALUE ? -1 : memory.grow((int) delta);
  }

  /// `memory.grow` of code with checks: what grows may be copied.
  public static int grow(int delta, Memory memory, Budget budget) {
    if (delta != 0) {
      Budget.bytes(memory.sizeInBytes(), budget);
    }
    return memory.grow(delta);
  }

  /// `memory.grow` of code with checks, with 64-bit addresses.
  public static long grow(long delta, Memory memory, Budget budget) {
    return delta < 0 || delta > Integer.MAX_VALUE ? -1 : grow((int) delta, memory, budget);
  }

  /// `memory.fill`.
  public static void fill(int to, int value, int length, Memory memory) {
    fill(unsigned(to), value, unsigned(length), memory);
  }

  /// `memory.fill` with 64-bit addresses.
  public static void fill(long to, int value, long length, Memory memory) {
    memory.checkRange(to, length);
    memory.fill(to, length, (byte) value);
  }

  /// `memory.copy`.
  public static void copy(int to, int from, int length, Memory target, Memory source) {
    copy(unsigned(to), unsigned(from), unsigned(length), target, source);
  }

  /// `memory.copy` from a memory with 32-bit addresses to one with 64-bit addresses.
  public static void copy(long to, int from, int length, Memory target, Memory source) {
    copy(to, unsigned(from), unsigned(length), target, source);
  }

  /// `memory.copy` from a memory with 64-bit addresses to one with 32-bit addresses.
  public static void copy(int to, long from, int length, Memory target, Memory source) {
    copy(unsigned(to), from, unsigned(length), target, source);
  }

  /// `memory.copy` with 64-bit addresses.
  public static void copy(long to, long from, long length, Memory target, Memory source) {
    source.checkRange(from, length);
    target.checkRange(to, length);
    target.copy(to, source, from, length);
  }

  /// `memory.init`.
  public static void init(
      int to, int from, int length, Memory memory, Instance instance, int segment) {
    init(unsigned(to), from, length, memory, instance, segment);
  }

  /// `memory.init` with 64-bit addresses.
  public static void init(
      long to, int from, int length, Memory memory, Instance instance, int segment) {
    check(unsigned(from), unsigned(length), instance.dataSize(segment), false);
    memory.checkRange(to, unsigned(length));
    int offset = instance.module().data().get(segment).offset();
    memory.write(to, instance.module().bytes(), offset + from, length);
  }

  /// A slot or number of slots that is an i64, as an i32: what no table can have stays more than
  /// any has.
  public static int slot(long slot) {
    return slot == unsigned((int) slot) ? (int) slot : -1;
  }

  /// `table.get`.
  public static @Nullable Object get(int slot, Table table) {
    return table.get(slot);
  }

  /// `table.get` with a 64-bit slot.
  public static @Nullable Object get(long slot, Table table) {
    return table.get(slot(slot));
  }

  /// `table.set`.
  public static void set(int slot, @Nullable Object value, Table table) {
    table.set(slot, value);
  }

  /// `table.set` with a 64-bit slot.
  public static void set(long slot, @Nullable Object value, Table table) {
    table.set(slot(slot), value);
  }

  /// `table.grow`.
  public static int grow(@Nullable Object initial, int delta, Table table) {
    return table.grow(delta, initial);
  }

  /// `table.grow` of code with checks: the table is copied.
  public static int grow(@Nullable Object initial, int delta, Table table, Budget budget) {
    if (delta != 0) {
      Budget.slots(table.size(), budget);
      Budget.slots(delta, budget);
    }
    return table.grow(delta, initial);
  }

  /// `table.grow` with 64-bit slots.
  public static long grow(@Nullable Object initial, long delta, Table table) {
    return table.grow(slot(delta), initial);
  }

  /// `table.grow` of code with checks, with 64-bit slots.
  public static long grow(@Nullable Object initial, long delta, Table table, Budget budget) {
    return grow(initial, slot(delta), table, budget);
  }

  /// `table.fill`.
  public static void fill(int to, @Nullable Object value, int length, Table table) {
    check(unsigned(to), unsigned(length), table.elements.length, true);
    table.fill(to, value, length);
  }

  /// `table.fill` with 64-bit slots.
  public static void fill(long to, @Nullable Object value, long length, Table table) {
    fill(slot(to), value, slot(length), table);
  }

  /// `table.copy`.
  public static void copy(int to, int from, int length, Table target, Table source) {
    check(unsigned(from), unsigned(length), source.elements.length, true);
    check(unsigned(to), unsigned(length), target.elements.length, true);
    target.copy(to, source, from, length);
  }

  /// `table.copy` from a table with 32-bit slots to one with 64-bit slots.
  public static void copy(long to, int from, int length, Table target, Table source) {
    copy(slot(to), from, length, target, source);
  }

  /// `table.copy` from a table with 64-bit slots to one with 32-bit slots.
  public static void copy(int to, long from, int length, Table target, Table source) {
    copy(to, slot(from), length, target, source);
  }

  /// `table.copy` with 64-bit slots.
  public static void copy(long to, long from, long length, Table target, Table source) {
    copy(slot(to), slot(from), slot(length), target, source);
  }

  /// `table.init`.
  public static void init(
      int to, int from, int length, Table table, Instance instance, int segment) {
    check(unsigned(from), unsigned(length), instance.elementCount(segment), true);
    check(unsigned(to), unsigned(length), table.elements.length, true);
    instance.initTable(table, to, from, length, segment);
  }

  /// `table.init` with a 64-bit slot.
  public static void init(
      long to, int from, int length, Table table, Instance instance, int segment) {
    init(slot(to), from, length, table, instance, segment);
  }

  /// `elem.drop`.
  public static void dropElements(Instance instance, int segment) {
    instance.dropElements(segment);
  }
}
