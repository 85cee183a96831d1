package graft.dl;

import graft.format.Export;
import graft.format.ExternKind;
import graft.runtime.Func;
import graft.runtime.Memory;
import graft.runtime.Table;
import org.jspecify.annotations.Nullable;

/// What `dladdr` does: says whose an address is.
final class SymbolAddresses {
  private SymbolAddresses() {}

  /// The symbol at or before an address.
  ///
  /// @param library whose it is
  /// @param symbol its name, or null if it has none that others see
  /// @param address its own address
  record Found(Library library, @Nullable String symbol, int address) {}

  /// Fills in a `Dl_info`: file name, base address, symbol's name, symbol's address.
  ///
  /// @return whether the address belongs to a library
  static boolean describe(GuestProcess process, int address, int info) {
    Found found = find(process, address);
    if (found == null) {
      return false;
    }
    String symbol = found.symbol;
    int file = process.strings().intern(found.library, found.library.location());
    int name = symbol == null ? 0 : process.strings().intern(found.library, symbol);
    Memory memory = process.memory();
    memory.setI32(info, file);
    memory.setI32(info + 4, found.library.memoryBase());
    memory.setI32(info + 8, name);
    memory.setI32(info + 12, symbol == null ? 0 : found.address);
    return true;
  }

  /// Whose an address is: that of a function, which is a slot of the table, or of data.
  static @Nullable Found find(GuestProcess process, int address) {
    Found function = function(process, address);
    return function != null ? function : data(process, address);
  }

  private static @Nullable Found function(GuestProcess process, int slot) {
    Table table = process.table();
    if (slot <= 0 || slot >= table.size() || !(table.get(slot) instanceof Func function)) {
      return null;
    }
    Library owner = process.linkMap().ownerOf(function);
    if (owner == null) {
      return null;
    }
    String name = owner.module().spaces().exportedFunctions().get(function.index());
    return new Found(owner, name != null ? name : function.name(), slot);
  }

  private static @Nullable Found data(GuestProcess process, int address) {
    Library owner = ownerOfData(process, address);
    return owner == null ? null : nearest(owner, address);
  }

  private static @Nullable Library ownerOfData(GuestProcess process, int address) {
    for (Library library : process.linkMap().libraries()) {
      long offset = Integer.toUnsignedLong(address) - Integer.toUnsignedLong(library.memoryBase());
      if (offset >= 0 && offset < library.memorySize()) {
        return library;
      }
    }
    Library main = process.mainOrNull();
    return main != null && !main.image().isRelocatable() && main.image().holds(address)
        ? main
        : null;
  }

  /// Whose an object is, by an address in its library's data or else by a function of it; main's if
  /// neither tells.
  static Library owner(GuestProcess process, int function, int data) {
    Library owner = data == 0 ? null : ownerOfData(process, data);
    if (owner == null && process.table().get(function) instanceof Func found) {
      owner = process.linkMap().ownerOf(found);
    }
    return owner == null ? process.main() : owner;
  }

  private static Found nearest(Library library, int address) {
    Found best = new Found(library, null, 0);
    for (Export export : library.module().exports()) {
      if (export.kind() == ExternKind.GLOBAL
          && !ModuleImage.isMachinery(export.name())
          && library.image().isData(export)
          && !library.isThreadLocal(export)) {
        int at = library.dataAddress(export);
        if (Integer.compareUnsigned(at, address) <= 0
            && (best.symbol == null || Integer.compareUnsigned(at, best.address) > 0)) {
          best = new Found(library, export.name(), at);
        }
      }
    }
    return best;
  }
}
