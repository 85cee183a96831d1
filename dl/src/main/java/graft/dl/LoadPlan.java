package graft.dl;

import graft.runtime.Tag;
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
/// @param localEntries new entries of libraries' local scopes
/// @param tags new exception tags that no library defines, by what {@link HostScope} calls them
/// @param addresses what the entries will hold that get their value now
/// @param missing what is wanted and not defined: only functions in lazy mode
record LoadPlan(
    List<Library> libraries,
    List<Library> initOrder,
    Map<String, GotEntry> entries,
    Map<Library, Map<String, GotEntry>> localEntries,
    Map<String, Tag> tags,
    Map<GotEntry, Address> addresses,
    List<UndefinedSymbol> missing) {

  /// Whether entries get a definition that libraries have which were there before.
  boolean definesForOthers() {
    for (GotEntry entry : addresses.keySet()) {
      Library owner = entry.owner();
      if (owner != null
          && entries.get(entry.symbol()) != entry
          && localEntries.getOrDefault(owner, Map.of()).get(entry.symbol()) != entry) {
        return true;
      }
    }
    return false;
  }

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
