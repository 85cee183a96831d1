package graft.dl;

import graft.runtime.GlobalCell;
import org.jspecify.annotations.Nullable;

/// An entry of the global offset table: the cell in which modules find the address of a symbol.
/// `GOT.mem` and `GOT.func` share it.
final class GotEntry {
  private final String symbol;
  private final GlobalCell.I32 cell = GlobalCell.i32(true, 0);
  private int undefined;
  private boolean defined;
  private @Nullable Library owner;

  GotEntry(String symbol) {
    this.symbol = symbol;
  }

  /// The symbol's name.
  String symbol() {
    return symbol;
  }

  /// What modules import.
  GlobalCell.I32 cell() {
    return cell;
  }

  /// Whether the cell holds the address of a definition: the first one wins.
  boolean isDefined() {
    return defined;
  }

  /// The library whose definition it holds the address of, or null.
  @Nullable Library owner() {
    return owner;
  }

  /// The address of the stub that it holds while nobody defines it, or null.
  int undefinedAddress() {
    return undefined;
  }

  /// Sets the address of a stub, or null.
  void set(int address) {
    cell.value = address;
    undefined = address;
  }

  /// Sets the address of a definition.
  ///
  /// @param library whose definition, or null for the host's or the loader's own
  void define(int address, @Nullable Library library) {
    cell.value = address;
    defined = true;
    owner = library;
  }

  /// Makes it undefined: what it was before somebody defined it.
  void clear() {
    cell.value = undefined;
    defined = false;
    owner = null;
  }

  /// How to make it what it is now.
  Runnable restore() {
    int address = cell.value;
    int before = undefined;
    boolean wasDefined = defined;
    Library wasOwner = owner;
    return () -> {
      cell.value = address;
      undefined = before;
      defined = wasDefined;
      owner = wasOwner;
    };
  }

  @Override
  public String toString() {
    return symbol + " = " + cell.value;
  }
}
