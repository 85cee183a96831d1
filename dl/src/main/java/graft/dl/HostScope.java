package graft.dl;

import graft.format.Export;
import graft.format.ExternKind;
import graft.format.ExternType;
import graft.format.FunctionType;
import graft.format.GlobalType;
import graft.format.TagType;
import graft.runtime.Extern;
import graft.runtime.Func;
import graft.runtime.GlobalCell;
import graft.runtime.HostLibrary;
import graft.runtime.HostSymbol;
import graft.runtime.HostSymbols;
import graft.runtime.Tag;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What no module of a process defines: the embedder's host functions, the loader's own, and tags
/// and variables that modules share without a definition.
final class HostScope {
  private static final String SCRIPT = "__em_js__";

  private final GuestProcess process;
  private final List<HostSymbols> hosts = new ArrayList<>();
  private final List<HostSymbols> interposed = new ArrayList<>();

  // Another thread may forget libraries here that it has unloaded.
  private final Map<Library, HostSymbols> loaderFunctions = new ConcurrentHashMap<>();
  private final Map<Library, Map<String, @Nullable Func>> scripts = new ConcurrentHashMap<>();

  private final Map<String, GlobalCell> sharedCells = new HashMap<>();
  private final Map<String, Tag> tags = new LinkedHashMap<>();
  private final HostSymbols exitRegistration;
  private @Nullable Map<String, HostSymbol> byName;

  HostScope(GuestProcess process, ProcessOptions options) {
    this.process = process;
    this.exitRegistration =
        HostLibrary.deferred(MethodHandles.lookup(), new ExitRegistration(process));
    options.hosts().forEach(factory -> hosts.add(factory.apply(process)));
    options.interposed().forEach(factory -> interposed.add(factory.apply(process)));
  }

  /// A function that Java puts in front of whoever defines it.
  ///
  /// @param type the type that is wanted, or null if nobody knows
  Definition.@Nullable Supplied interposed(String name, @Nullable FunctionType type) {
    for (HostSymbols host : interposed) {
      List<ExternType> types = type == null ? host.types("env", name) : List.of(type);
      for (ExternType each : types) {
        Extern found = host.find("env", name, each);
        if (found != null) {
          return new Definition.Supplied(
              found,
              scope -> {
                Definition.Supplied own = scope.interposed(name, type);
                return own == null ? null : own.extern();
              });
        }
      }
    }
    return null;
  }

  /// What a search in this scope gives, and will give in those of threads.
  ///
  /// @return null if there is nothing
  Definition.@Nullable Supplied supplied(Definition.Supplied.Again search) {
    Extern found = search.in(this);
    return found == null ? null : new Definition.Supplied(found, search);
  }

  /// Finds what the host has.
  ///
  /// @param requester the library that wants it: `dlopen` and `dlsym` act for it
  @Nullable Extern find(Library requester, String module, String name, ExternType type) {
    if (process.threads() != null && PthreadFunctions.NAMES.contains(name)) {
      Extern found = functionsFor(requester).find(module, name, type);
      if (found != null) {
        return found;
      }
    }
    for (HostSymbols host : hosts) {
      Extern found = host.find(module, name, type);
      if (found != null) {
        return found;
      }
    }
    return module.equals("env") && isLoaders(name)
        ? functionsFor(requester).find(module, name, type)
        : null;
  }

  /// The function whose JavaScript one of the libraries carries (`EM_JS`): it exports
  /// `__em_js__NAME`, the text's address, or a function that gives it.
  @Nullable Func script(List<Library> libraries, String name, FunctionType type) {
    for (Library library : libraries) {
      Export export = library.image().export(SCRIPT + name);
      if (export != null) {
        return scripts
            .computeIfAbsent(library, _ -> new HashMap<>())
            .computeIfAbsent(name + " " + type, _ -> script(library, name, type, export));
      }
    }
    return null;
  }

  private @Nullable Func script(Library library, String name, FunctionType type, Export export) {
    for (HostSymbols host : hosts) {
      Func made = host.script(name, type, () -> text(library, export));
      if (made != null) {
        return made;
      }
    }
    return null;
  }

  private String text(Library library, Export export) {
    int address =
        export.kind() == ExternKind.FUNCTION
            ? (Integer)
                Objects.requireNonNull(library.loadedInstance().function(export.index()).invoke())
            : library.dataAddress(export);
    return process.memory().cString(address);
  }

  private static boolean isLoaders(String name) {
    return DlfcnFunctions.NAMES.contains(name)
        || LinkMapFunctions.NAMES.contains(name)
        || EmscriptenFunctions.NAMES.contains(name)
        || ExitRegistration.NAMES.contains(name);
  }

  private HostSymbols functionsFor(Library requester) {
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    return loaderFunctions.computeIfAbsent(
        requester,
        library -> {
          List<HostSymbols> all = new ArrayList<>();
          all.add(HostLibrary.deferred(lookup, new DlfcnFunctions(process, library)));
          all.add(HostLibrary.deferred(lookup, new LinkMapFunctions(process)));
          all.add(HostLibrary.deferred(lookup, new EmscriptenFunctions(process, library)));
          all.add(exitRegistration);
          GuestThreads threads = process.threads();
          if (threads != null) {
            all.add(HostLibrary.deferred(lookup, new PthreadFunctions(process, threads)));
          }
          return HostSymbols.firstOf(all.toArray(HostSymbols[]::new));
        });
  }

  /// What a library that may be closed gets instead of the C library's `atexit`, or null.
  @Nullable Extern exitRegistration(String name, ExternType type) {
    return ExitRegistration.NAMES.contains(name) ? exitRegistration.find("env", name, type) : null;
  }

  /// A host function of which only the name is known; the first if there are several types of it.
  @Nullable Func functionNamed(Library requester, String name) {
    HostSymbol symbol = index().get(name);
    if (symbol == null && isLoaders(name)) {
      symbol = first(functionsFor(requester), name);
    }
    return symbol != null
            && find(requester, symbol.module(), name, symbol.type()) instanceof Func function
        ? function
        : null;
  }

  private static @Nullable HostSymbol first(HostSymbols host, String name) {
    for (HostSymbol symbol : host.symbols()) {
      if (symbol.name().equals(name)) {
        return symbol;
      }
    }
    return null;
  }

  private Map<String, HostSymbol> index() {
    if (byName == null) {
      byName = new HashMap<>();
      for (HostSymbols host : hosts) {
        for (HostSymbol symbol : host.symbols()) {
          if (symbol.type() instanceof FunctionType) {
            byName.putIfAbsent(symbol.name(), symbol);
          }
        }
      }
    }
    return byName;
  }

  /// A variable that modules share by name.
  GlobalCell sharedCell(String name, GlobalType type) {
    return sharedCells.computeIfAbsent(name + " " + type, _ -> GlobalCell.of(type));
  }

  /// What the exception tags are called that modules share without a definition.
  static String tagKey(String name, TagType type) {
    return name + " " + type;
  }

  /// An exception tag that modules share, or null.
  @Nullable Tag tag(String key) {
    return tags.get(key);
  }

  void addTag(String key, Tag tag) {
    tags.put(key, tag);
  }

  void removeTags(Collection<Tag> gone) {
    tags.values().removeAll(gone);
  }

  /// All that modules share, for tests.
  Set<String> tagKeys() {
    return tags.keySet();
  }

  /// Forgets what was made for a library.
  void forget(Library library) {
    loaderFunctions.remove(library);
    scripts.remove(library);
  }
}
