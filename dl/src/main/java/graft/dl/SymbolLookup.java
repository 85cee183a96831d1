package graft.dl;

import graft.format.ExternKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `dlsym` does: finds a symbol and gives its address.
final class SymbolLookup {
  /// `RTLD_DEFAULT`: the first definition of the whole process.
  static final int DEFAULT = 0;

  /// `RTLD_NEXT`: the first definition behind the library that asks.
  static final int NEXT = -1;

  private SymbolLookup() {}

  /// Looks a symbol up in a library and what it needs; in main, for everything global.
  ///
  /// @throws UndefinedSymbolException if there is none
  static int in(GuestProcess process, Library library, String symbol, Library caller) {
    return library.isMain()
        ? first(process, process.linkMap().globalScope(), symbol, caller)
        : first(process, library.withDependencies(), symbol, library);
  }

  /// Looks a symbol up for `RTLD_DEFAULT`. As under `ld.so`, whoever asks keeps what it gets: the
  /// definition's library stays as long as the caller does.
  ///
  /// @throws UndefinedSymbolException if there is none
  static int global(GuestProcess process, String symbol, Library caller) {
    return kept(
        process, LinkMap.searchOrder(process.linkMap().globalScope(), caller), symbol, caller);
  }

  /// Looks a symbol up for `RTLD_NEXT`, which keeps what it finds, too.
  ///
  /// @throws UndefinedSymbolException if there is none
  static int next(GuestProcess process, String symbol, Library caller) {
    // As under ld.so: behind what is there from the start comes what was opened for all, behind
    // what was opened only what came with it.
    Library root = caller.root();
    List<Library> order = root.isMain() ? process.linkMap().globalScope() : root.withDependencies();
    return kept(process, order.subList(order.indexOf(caller) + 1, order.size()), symbol, caller);
  }

  /// The same for a library, where the C library is a part of the main module: that comes last, as
  /// it does where `ld.so` is concerned. It is what a wrapper looks for.
  ///
  /// @param isWrapper whether the caller is what is looked for, and not to find itself
  static int nextOrMain(GuestProcess process, String symbol, Library caller, boolean isWrapper) {
    try {
      return next(process, symbol, caller);
    } catch (UndefinedSymbolException e) {
      if (isWrapper) {
        throw e;
      }
      return first(process, List.of(process.main()), symbol, caller);
    }
  }

  private static int kept(
      GuestProcess process, List<Library> libraries, String symbol, Library caller) {
    int address = first(process, libraries, symbol, caller);
    Definition.Exported found = Scope.find(libraries, symbol, Scope.Wanted.ANY);
    if (found != null && found.library() != caller && caller.boundTo().add(found.library())) {
      process.trace(
          LoadTrace.Topic.LIBS,
          () ->
              found.library() + ": stays as long as " + caller + ", which has looked up " + symbol);
    }
    return address;
  }

  private static int first(
      GuestProcess process, List<Library> libraries, String symbol, Library requester) {
    process.trace(LoadTrace.Topic.SYMBOLS, () -> "look up " + symbol + " in " + libraries);
    Definition.Exported exported = Scope.find(libraries, symbol, Scope.Wanted.ANY);
    Definition found = exported;
    if (exported != null && exported.kind() == ExternKind.FUNCTION) {
      Definition interposed = process.hostScope().interposed(symbol, exported.functionType());
      found = interposed == null ? exported : interposed;
    }
    if (found == null && libraries.contains(process.main())) {
      found = supplied(process, requester, symbol);
    }
    if (found == null) {
      throw UndefinedSymbolException.ofLookup(symbol, requester.name(), libraries);
    }
    UndoLog undo = new UndoLog();
    try {
      return new Bindings(process).addressOf(found, undo);
    } catch (Throwable e) {
      undo.undo(e);
      throw e;
    }
  }

  private static Definition.@Nullable Supplied supplied(
      GuestProcess process, Library requester, String symbol) {
    return process.hostScope().supplied(scope -> scope.functionNamed(requester, symbol));
  }
}
