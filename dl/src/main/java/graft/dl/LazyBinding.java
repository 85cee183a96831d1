package graft.dl;

import graft.format.FunctionType;
import graft.runtime.Func;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds functions when they are first called.
final class LazyBinding {
  private LazyBinding() {}

  /// The function that an import stands for by now.
  ///
  /// @throws UndefinedSymbolException if there is still none
  /// @throws LoadException if there is one of another type
  static Func resolve(
      GuestProcess process, @Nullable Library requester, ImportBinding.Unbound unbound) {
    LoaderEvents.Bind event =
        LoaderEvents.bind(unbound.symbol().requester(), unbound.symbol().name());
    try {
      Func found = search(process, requester, unbound);
      if (event != null) {
        event.success = true;
      }
      return found;
    } finally {
      LoaderEvents.commit(event);
    }
  }

  private static Func search(
      GuestProcess process, @Nullable Library requester, ImportBinding.Unbound unbound) {
    Func found = find(process, requester, unbound);
    while (found == null && loadNext(process)) {
      found = find(process, requester, unbound);
    }
    if (found == null) {
      throw undefined(process, requester, unbound);
    }
    Func function = found;
    process.trace(
        LoadTrace.Topic.BINDINGS,
        () ->
            unbound.symbol().requester()
                + ": "
                + unbound.symbol().name()
                + " bound to "
                + process.linkMap().ownerOf(function));
    return found;
  }

  private static @Nullable Func find(
      GuestProcess process, @Nullable Library requester, ImportBinding.Unbound unbound) {
    Library wanting = requester == null ? process.main() : requester;
    String name = unbound.symbol().name();
    List<Library> order = LinkMap.searchOrder(process.linkMap().globalScope(), wanting);
    if (!unbound.isTyped()) {
      Definition.Exported any = Scope.find(order, name, Scope.Wanted.FUNCTION);
      return any == null
          ? process.currentHostScope().functionNamed(wanting, name)
          : new Bindings(process).function(any);
    }
    FunctionType type = unbound.type();
    Definition found =
        LoadPlanner.findFunction(process, order, wanting, unbound.module(), name, type);
    if (found instanceof Definition.Exported exported && !exported.functionType().equals(type)) {
      throw mismatch(unbound, exported);
    }
    return found == null ? null : new Bindings(process).function(found);
  }

  private static LoadException mismatch(ImportBinding.Unbound unbound, Definition.Exported found) {
    return new LoadException(
        unbound.symbol().requester(),
        "incompatible import type: "
            + unbound.module()
            + "."
            + unbound.symbol().name()
            + ": expected "
            + unbound.type()
            + ", found "
            + found.functionType()
            + " in "
            + found.library());
  }

  /// A process without autoloading loads what main needs when nothing else can define a function.
  private static boolean loadNext(GuestProcess process) {
    var dylink = process.main().module().dylink();
    if (process.options().autoload() || dylink == null) {
      return false;
    }
    for (String name : dylink.needed()) {
      if (process.linkMap().named(name) == null) {
        process.open(name, EnumSet.of(OpenFlag.GLOBAL, OpenFlag.NODELETE), process.main());
        return true;
      }
    }
    return false;
  }

  private static UndefinedSymbolException undefined(
      GuestProcess process, @Nullable Library requester, ImportBinding.Unbound unbound) {
    List<String> searched = new ArrayList<>();
    Library wanting = requester == null ? process.main() : requester;
    LinkMap.searchOrder(process.linkMap().globalScope(), wanting)
        .forEach(library -> searched.add(library.name()));
    searched.add("the host");
    return new UndefinedSymbolException(
        List.of(process.hints().explain(unbound.symbol())), searched);
  }
}
