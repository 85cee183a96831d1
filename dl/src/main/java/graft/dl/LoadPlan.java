package graft.dl;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Everything that loading some libraries will do, decided before anything is done: for each import
/// what it means (noted in the libraries themselves, which nobody else knows yet), and for each
/// entry of the global offset table whose address it gets. Bases and slots follow when they are
/// allocated.
///
/// @param libraries the new ones, in the order of lookup: breadth first, the one asked for in front
/// @param initOrder the new ones, in the order in which they are instantiated and constructed
/// @param entries new global entries of the global offset table
/// @param addresses what the entries will hold that get their value now
/// @param missing what is wanted and not defined: only functions in lazy mode
record LoadPlan(
    List<Library> libraries,
    List<Library> initOrder,
    Map<String, GotEntry> entries,
    Map<GotEntry, Address> addresses,
    List<UndefinedSymbol> missing) {

  /// What an entry of the global offset table will hold.
  sealed interface Address {
    /// The address of a definition.
    record Of(Definition definition) implements Address {}

    /// An address in the layout of the process.
    record Special(String symbol) implements Address {}

    /// A pointer to a stub that looks for the function when it is called.
    record Stub(ImportBinding.Unbound function, @Nullable Library requester) implements Address {}

    /// Null: an undefined weak symbol.
    enum Null implements Address {
      NULL
    }
  }
}
