package graft.dl;

import graft.dl.LoadPlan.Address;
import graft.format.ExternKind;
import graft.format.FunctionType;
import graft.format.GlobalType;
import graft.format.Import;
import graft.format.TagType;
import graft.format.ValType;
import graft.runtime.Extern;
import graft.runtime.Tag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decides what every import of new libraries means.
///
/// A symbol is looked for in the global scope (in the order of loading, main first), then in the
/// libraries that are opened together, then in the library itself, then at the host.
final class LoadPlanner {
  private static final FunctionType UNKNOWN = new FunctionType(List.of(), List.of());

  private final GuestProcess process;
  private final List<Library> fresh;
  private final boolean global;
  private final List<Library> globalScope;
  private final Set<Library> globals;
  private final Map<Library, List<Library>> searchOrders = new HashMap<>();
  private final Map<String, GotEntry> entries = new LinkedHashMap<>();
  private final Map<Library, Map<String, GotEntry>> localEntries = new HashMap<>();
  private final Map<String, Tag> tags = new HashMap<>();
  private final Map<GotEntry, Address> addresses = new LinkedHashMap<>();
  private final Set<UndefinedSymbol> missing = new LinkedHashSet<>();
  private @Nullable Map<String, FunctionType> importedTypes;

  private LoadPlanner(GuestProcess process, List<Library> fresh, boolean global) {
    this.process = process;
    this.fresh = fresh;
    this.global = global;
    Set<Library> scope = new LinkedHashSet<>(process.linkMap().globalScope());
    if (global) {
      // Also what is there already and was nobody else's so far.
      scope.addAll(fresh.get(0).withDependencies());
    }
    this.globalScope = List.copyOf(scope);
    this.globals = scope;
  }

  /// Makes the plan.
  ///
  /// @param fresh the new libraries, breadth first, the one asked for in front
  /// @param global whether their symbols are for everybody
  /// @throws LoadException if something is asked for that no loader can give
  static LoadPlan plan(GuestProcess process, List<Library> fresh, boolean global) {
    LoadPlanner planner = new LoadPlanner(process, fresh, global);
    planner.setScopes();
    for (Library library : fresh) {
      planner.bindImports(library);
    }
    // From here on every import has a meaning.
    if (global) {
      planner.defineKnownEntries();
    }
    return new LoadPlan(
        List.copyOf(fresh),
        InitOrder.of(process, fresh),
        planner.entries,
        planner.localEntries,
        planner.tags,
        planner.addresses,
        List.copyOf(planner.missing));
  }

  private void setScopes() {
    List<Library> local = global ? List.of() : fresh.get(0).withDependencies();
    for (Library library : fresh) {
      library.setScope(local);
      library.setRoot(fresh.get(0));
    }
  }

  private void bindImports(Library library) {
    List<Import> imports = library.module().imports();
    for (int i = 0; i < imports.size(); i++) {
      Import wanted = imports.get(i);
      ImportBinding binding = bind(library, wanted);
      library.bind(i, binding);
      process.trace(LoadTrace.Topic.BINDINGS, () -> describe(library, wanted, binding));
    }
  }

  private String describe(Library library, Import wanted, ImportBinding binding) {
    String meaning =
        switch (binding) {
          case ImportBinding.Bound bound -> describe(bound.definition());
          case ImportBinding.Address address -> describe(addresses.get(address.entry()));
          case ImportBinding.Shared _ -> "shared";
          case ImportBinding.Unbound _ -> "nobody yet";
          case ImportBinding.Given _ -> "the process";
        };
    return library + ": " + wanted.module() + "." + wanted.name() + ": " + meaning;
  }

  /// What an address is that an entry of the global offset table gets, for traces.
  static String describe(@Nullable Address address) {
    return switch (address) {
      case null -> "as before";
      case Address.Of of -> describe(of.definition());
      case Address.Special _ -> "the process";
      case Address.Stub _, Address.Null _ -> "nobody yet";
    };
  }

  private static String describe(Definition definition) {
    return switch (definition) {
      case Definition.Exported exported -> exported.library().toString();
      case Definition.Adapted adapted -> adapted.found().library() + " (i64 as two i32)";
      case Definition.Supplied _ -> "the host";
    };
  }

  private ImportBinding bind(Library library, Import wanted) {
    return switch (wanted.module()) {
      case "GOT.mem" -> new ImportBinding.Address(entry(library, wanted, ExternKind.GLOBAL));
      case "GOT.func" -> new ImportBinding.Address(entry(library, wanted, ExternKind.FUNCTION));
      default ->
          switch (wanted.kind()) {
            case FUNCTION -> function(library, wanted, (FunctionType) wanted.type());
            case GLOBAL -> global(library, wanted, (GlobalType) wanted.type());
            case TAG -> tag(library, wanted, (TagType) wanted.type());
            case MEMORY, TABLE -> memoryOrTable(library, wanted);
          };
    };
  }

  private ImportBinding function(Library library, Import wanted, FunctionType type) {
    Definition found = findFunction(library, wanted.module(), wanted.name(), type);
    Definition.Exported other =
        found instanceof Definition.Exported exported && !exported.functionType().equals(type)
            ? exported
            : null;
    if (found != null && other == null) {
      return new ImportBinding.Bound(found);
    }
    String hint =
        other == null ? null : other.library() + " defines it with type " + other.functionType();
    UndefinedSymbol symbol =
        new UndefinedSymbol(
            wanted.name(), UndefinedSymbol.Kind.FUNCTION, type, library.name(), hint);
    if (!isWeak(library, wanted)) {
      missing.add(symbol);
    }
    return new ImportBinding.Unbound(symbol, wanted.module(), type, other);
  }

  private @Nullable Definition findFunction(
      Library library, String module, String name, FunctionType type) {
    return findFunction(process, searchOrder(library), library, module, name, type);
  }

  /// Finds the definition of an imported function, now or at its first call.
  static @Nullable Definition findFunction(
      GuestProcess process,
      List<Library> searchOrder,
      Library requester,
      String module,
      String name,
      FunctionType type) {
    process.trace(LoadTrace.Topic.SYMBOLS, () -> "look up " + name + " in " + searchOrder);
    if (module.equals("env")) {
      Definition interposed = process.hostScope().interposed(name, type);
      if (interposed != null) {
        return interposed;
      }
      Extern registration =
          process.mainOrNull() == null || requester.isKept()
              ? null
              : process.hostScope().exitRegistration(name, type);
      if (registration != null) {
        return new Definition.Supplied(registration, scope -> scope.exitRegistration(name, type));
      }
      Definition.Exported found = Scope.findFunction(searchOrder, name, type);
      if (found != null && Legalized.fit(type, found.functionType())) {
        requester.boundTo().add(found.library());
        return new Definition.Adapted(requester, type, found);
      }
      if (found != null) {
        return found;
      }
    }
    return process
        .hostScope()
        .supplied(scope -> {
          Extern supplied = scope.find(requester, module, name, type);
          return supplied == null && module.equals("env")
              ? scope.script(searchOrder, name, type)
              : supplied;
        });
  }

  /// The libraries in which a library's symbols are looked for.
  private List<Library> searchOrder(Library library) {
    if (globals.contains(library) && library.scope().isEmpty()) {
      return globalScope;
    }
    return searchOrders.computeIfAbsent(library, each -> LinkMap.searchOrder(globalScope, each));
  }

  private ImportBinding global(Library library, Import wanted, GlobalType type) {
    if (wanted.module().equals("env")) {
      switch (wanted.name()) {
        case "__memory_base" -> {
          return pointer(library, wanted, type, ImportBinding.Given.MEMORY_BASE);
        }
        case "__table_base" -> {
          return pointer(library, wanted, type, ImportBinding.Given.TABLE_BASE);
        }
        case "__stack_pointer" -> {
          return pointer(library, wanted, type, ImportBinding.Given.STACK_POINTER);
        }
        default -> {}
      }
    }
    Definition found = find(library, wanted, Scope.Wanted.GLOBAL);
    if (found != null) {
      return new ImportBinding.Bound(found);
    }
    if (!isShared(wanted, type)) {
      missing.add(undefined(library, wanted));
    }
    return new ImportBinding.Shared(wanted.name(), type);
  }

  /// Whether it is a variable of all modules that none defines: asyncify's state.
  private static boolean isShared(Import wanted, GlobalType type) {
    return type.mutable()
        && wanted.module().equals("env")
        && wanted.name().startsWith("__asyncify_");
  }

  private static ImportBinding pointer(
      Library library, Import wanted, GlobalType type, ImportBinding.Given given) {
    if (type.type() != ValType.I32) {
      throw new LoadException(
          library.name(),
          "env." + wanted.name() + " is of type " + type + ": memory64 is not supported");
    }
    return given;
  }

  private ImportBinding tag(Library library, Import wanted, TagType type) {
    Definition found = find(library, wanted, Scope.Wanted.TAG);
    if (found != null) {
      return new ImportBinding.Bound(found);
    }
    String key = HostScope.tagKey(wanted.name(), type);
    Tag known = process.hostScope().tag(key);
    return new ImportBinding.Bound(
        new Definition.Supplied(
            known != null ? known : tags.computeIfAbsent(key, _ -> new Tag(type))));
  }

  private ImportBinding memoryOrTable(Library library, Import wanted) {
    if (wanted.module().equals("env")) {
      if (wanted.name().equals("memory")) {
        return ImportBinding.Given.MEMORY;
      }
      if (wanted.name().equals("__indirect_function_table")) {
        return ImportBinding.Given.TABLE;
      }
    }
    Definition found = find(library, wanted, Scope.Wanted.of(wanted.type()));
    if (found == null) {
      throw new UndefinedSymbolException(
          List.of(undefined(library, wanted)),
          searchOrder(library).stream().map(Library::name).toList());
    }
    return new ImportBinding.Bound(found);
  }

  private @Nullable Definition find(Library library, Import wanted, Scope.Wanted kind) {
    if (wanted.module().equals("env")) {
      Definition found = Scope.find(searchOrder(library), wanted.name(), kind);
      if (found != null) {
        return found;
      }
    }
    return process
        .hostScope()
        .supplied(scope -> scope.find(library, wanted.module(), wanted.name(), wanted.type()));
  }

  private static UndefinedSymbol undefined(Library library, Import wanted) {
    return new UndefinedSymbol(
        wanted.name(), UndefinedSymbol.Kind.OTHER, wanted.type(), library.name(), null);
  }

  // The global offset table.

  private GotEntry entry(Library library, Import wanted, ExternKind kind) {
    String name = wanted.name();
    if (!(wanted.type() instanceof GlobalType type) || type.type() != ValType.I32) {
      throw new LoadException(
          library.name(),
          wanted.module() + "." + name + " is of type " + wanted.type() + ", expected (mut i32)");
    }
    Definition.Exported found = findAddress(library, name);
    Definition interposed = interposed(name, found);
    if (found != null && interposed == null && !globals.contains(found.library())) {
      // Not a symbol of the whole process: other libraries may mean another one by this name.
      GotEntry local = localEntry(found.library(), name);
      if (!local.isDefined()) {
        addresses.put(local, new Address.Of(found));
      }
      return local;
    }
    GotEntry known = process.got().entry(name);
    GotEntry entry = known != null ? known : entries.computeIfAbsent(name, GotEntry::new);
    if (!entry.isDefined() && !(addresses.get(entry) instanceof Address.Of)) {
      Address address =
          interposed != null
              ? new Address.Of(interposed)
              : address(library, wanted, kind, found, addresses.get(entry));
      if (address != null && (entry.cell().value == 0 || address instanceof Address.Of)) {
        addresses.put(entry, address);
      }
    }
    return entry;
  }

  private GotEntry localEntry(Library library, String name) {
    GotEntry known = library.localEntries().get(name);
    return known != null
        ? known
        : localEntries
            .computeIfAbsent(library, _ -> new HashMap<>())
            .computeIfAbsent(name, GotEntry::new);
  }

  private @Nullable Definition interposed(String name, Definition.@Nullable Exported found) {
    boolean variable = found != null && found.kind() != ExternKind.FUNCTION;
    return variable || ModuleImage.isMachinery(name)
        ? null
        : process
            .hostScope()
            .interposed(name, found == null ? importedType(name) : found.functionType());
  }

  private Definition.@Nullable Exported findAddress(Library library, String name) {
    if (ModuleImage.isMachinery(name)) {
      // __dso_handle and its like: every module has its own.
      var export = library.image().export(name);
      return export == null
          ? null
          : new Definition.Exported(library, name, export.kind(), export.index());
    }
    Definition.Exported found = Scope.find(searchOrder(library), name, Scope.Wanted.ANY);
    if (found == null || found.kind() == ExternKind.FUNCTION || !VagueLinkage.isUnique(name)) {
      return found;
    }
    Definition.Exported first = Scope.find(process.linkMap().libraries(), name, Scope.Wanted.DATA);
    return first == null ? found : first;
  }

  private @Nullable Address address(
      Library library,
      Import wanted,
      ExternKind kind,
      Definition.@Nullable Exported found,
      @Nullable Address present) {
    String name = wanted.name();
    if (found != null) {
      return new Address.Of(found);
    }
    if (process.layout().isSpecial(name)) {
      return new Address.Special(name);
    }
    FunctionType type = kind == ExternKind.FUNCTION ? importedType(name) : null;
    Definition supplied = kind == ExternKind.FUNCTION ? supplied(library, name, type) : null;
    if (supplied != null) {
      return new Address.Of(supplied);
    }
    if (isWeak(library, wanted)) {
      return present == null ? Address.Null.NULL : null;
    }
    if (kind == ExternKind.FUNCTION) {
      return stub(library, name, type);
    }
    UndefinedSymbol symbol =
        new UndefinedSymbol(name, UndefinedSymbol.Kind.DATA_ADDRESS, null, library.name(), null);
    missing.add(symbol);
    return Address.Null.NULL;
  }

  private Address stub(Library library, String name, @Nullable FunctionType type) {
    UndefinedSymbol symbol =
        new UndefinedSymbol(
            name, UndefinedSymbol.Kind.FUNCTION_ADDRESS, type, library.name(), null);
    missing.add(symbol);
    return new Address.Stub(
        new ImportBinding.Unbound(symbol, "env", type == null ? UNKNOWN : type, null), library);
  }

  private @Nullable Definition supplied(Library library, String name, @Nullable FunctionType type) {
    List<Library> searchOrder = searchOrder(library);
    return process
        .hostScope()
        .supplied(scope -> {
          Extern extern = null;
          if (type != null) {
            extern = scope.find(library, "env", name, type);
            if (extern == null) {
              extern = scope.script(searchOrder, name, type);
            }
          }
          return extern == null ? scope.functionNamed(library, name) : extern;
        });
  }

  /// The type of a function whose address is wanted: an address does not tell, but maybe somebody
  /// imports the function, too.
  private @Nullable FunctionType importedType(String name) {
    if (importedTypes == null) {
      importedTypes = importedTypes();
    }
    return importedTypes.get(name);
  }

  private Map<String, FunctionType> importedTypes() {
    List<Library> libraries = new ArrayList<>(fresh);
    libraries.addAll(process.linkMap().libraries());
    Map<String, FunctionType> types = new HashMap<>();
    for (Library library : libraries) {
      for (Import wanted : library.module().imports()) {
        if (wanted.type() instanceof FunctionType type) {
          types.putIfAbsent(wanted.name(), type);
        }
      }
    }
    return types;
  }

  private static boolean isWeak(Library library, Import wanted) {
    var dylink = library.module().dylink();
    return dylink != null
        && (dylink.isWeakImport(wanted.module(), wanted.name())
            || dylink.isWeakImport("env", wanted.name()));
  }

  /// Entries that nobody defined so far get the definitions of libraries that become global.
  private void defineKnownEntries() {
    for (GotEntry entry : process.got().entries()) {
      if (!entry.isDefined() && !addresses.containsKey(entry)) {
        Definition.Exported found =
            Scope.find(fresh.get(0).withDependencies(), entry.symbol(), Scope.Wanted.ANY);
        if (found != null) {
          addresses.put(entry, new Address.Of(found));
        }
      }
    }
  }
}
