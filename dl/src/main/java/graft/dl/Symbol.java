package graft.dl;

import graft.format.FunctionType;
import graft.runtime.Func;

/// Something that a library defines under a name.
public sealed interface Symbol {
  /// What others call it.
  String name();

  /// Who defines it.
  Library library();

  /// What C sees when it takes the address: an address in memory for data, a slot in the table for
  /// functions. The same function always has the same slot.
  int address();

  /// A variable.
  ///
  /// @param address where in memory, absolute
  record Data(String name, Library library, int address) implements Symbol {}

  /// A function.
  ///
  /// @param func calls it
  record Function(String name, Library library, Func func) implements Symbol {
    /// Its function pointer: a slot in the table, made now if it has none yet.
    @Override
    public int address() {
      return library.process().pointerTo(func);
    }

    /// What it takes and gives.
    public FunctionType type() {
      return func.type();
    }
  }
}
