package graft.dl;

import graft.runtime.Func;
import graft.runtime.Instance;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The libraries of a process, in the order of loading. The lists are replaced, not changed: any
/// thread may read them while another one loads.
final class LinkMap {
  private volatile List<Library> libraries = List.of();
  private volatile List<Library> globalScope = List.of();

  /// Those that have an instance, in the order in which they got their first one; also its own
  /// lock.
  private final Set<Library> withInstance = new LinkedHashSet<>();

  /// The same as a list, made when somebody asks.
  private volatile @Nullable List<Library> instantiated;

  private long loads;
  private final Map<Instance, Library> owners = new ConcurrentHashMap<>();

  /// All libraries, in the order of loading.
  List<Library> libraries() {
    return libraries;
  }

  /// The libraries whose symbols are for everybody, in the order of lookup.
  List<Library> globalScope() {
    return globalScope;
  }

  /// The libraries in which a library's symbols are looked for: the global scope, those that were
  /// opened with it, itself.
  ///
  /// @param global the global scope, as it is or as it will be
  static List<Library> searchOrder(List<Library> global, Library library) {
    Set<Library> order = new LinkedHashSet<>(global);
    order.addAll(library.scope());
    order.add(library);
    return List.copyOf(order);
  }

  /// A library that is known by a name, or null.
  @Nullable Library named(String name) {
    for (Library library : libraries) {
      if (!library.isMain() && library.isCalled(name)) {
        return library;
      }
    }
    return null;
  }

  /// A library whose file is called so, whatever folder that is in, or null. Modules mostly have no
  /// soname: this is what they are known by if nothing else of that name can be found.
  @Nullable Library inFileCalled(String name) {
    for (Library library : libraries) {
      if (!library.isMain() && library.name().equals(name)) {
        return library;
      }
    }
    return null;
  }

  /// Every name that a library is known by.
  Set<String> names() {
    Set<String> names = new HashSet<>();
    for (Library library : libraries) {
      if (!library.isMain()) {
        names.addAll(library.names());
      }
    }
    return names;
  }

  /// A library that was loaded from a file, or null.
  @Nullable Library in(ModuleFile file) {
    Object identity = file.identity();
    for (Library library : libraries) {
      if (library.identity().equals(identity)) {
        return library;
      }
    }
    return null;
  }

  /// Whether a library of that very image is loaded.
  boolean has(ModuleImage image) {
    for (Library library : libraries) {
      if (library.image().equals(image)) {
        return true;
      }
    }
    return false;
  }

  /// Whose function this is, or null for the host's and stubs.
  @Nullable Library ownerOf(Func function) {
    Instance instance = function.instance();
    return instance == null ? null : owners.get(instance);
  }

  void noteInstance(Instance instance, Library library) {
    owners.put(instance, library);
    synchronized (withInstance) {
      if (withInstance.add(library)) {
        instantiated = null;
      }
    }
    instance.guardEntry(new LibraryEntry(library));
  }

  /// All libraries that have an instance, in the order in which they got their first one.
  List<Library> instantiated() {
    List<Library> present = instantiated;
    if (present == null) {
      synchronized (withInstance) {
        present = List.copyOf(withInstance);
        instantiated = present;
      }
    }
    return present;
  }

  private void forgetInstantiated(Collection<Library> gone) {
    synchronized (withInstance) {
      withInstance.removeAll(gone);
      instantiated = null;
    }
  }

  /// Forgets an instance of a thread's.
  void forgetInstance(Instance instance) {
    owners.remove(instance);
  }

  /// Forgets the first instance of a library, which was made in vain.
  void forgetFirstInstance(Instance instance, Library library) {
    owners.remove(instance);
    forgetInstantiated(List.of(library));
  }

  /// The instances of a library, those of all threads.
  List<Instance> instancesOf(Library library) {
    return owners.entrySet().stream()
        .filter(each -> each.getValue() == library)
        .map(Map.Entry::getKey)
        .toList();
  }

  /// How many instances there are, those of all threads.
  int instances() {
    return owners.size();
  }

  private static List<Library> with(List<Library> list, List<Library> more) {
    List<Library> all = new ArrayList<>(list);
    all.addAll(more);
    return List.copyOf(all);
  }

  private static List<Library> without(List<Library> list, List<Library> gone) {
    Set<Library> absent = new HashSet<>(gone);
    return list.stream().filter(each -> !absent.contains(each)).toList();
  }

  /// How many libraries have ever been added.
  long loads() {
    return loads;
  }

  /// How many libraries have ever been taken out.
  long unloads() {
    return loads - libraries.size();
  }

  void addAll(List<Library> fresh) {
    libraries = with(libraries, fresh);
    loads += fresh.size();
  }

  /// Takes back that libraries were added.
  void takeBack(List<Library> added) {
    if (libraries.contains(added.getFirst())) {
      libraries = without(libraries, added);
      loads -= added.size();
    }
  }

  /// Makes symbols of libraries known to everybody.
  ///
  /// @return those of which they were not
  List<Library> promote(List<Library> promoted) {
    List<Library> changed = new ArrayList<>();
    for (Library library : promoted) {
      if (!library.isGlobal()) {
        library.setGlobal(true);
        changed.add(library);
      }
    }
    globalScope = with(globalScope, changed);
    return changed;
  }

  /// Lets libraries that were there before see what has been opened with one that needs them.
  ///
  /// @param fresh what was not there before
  void extendScopes(Library opened, List<Library> fresh, UndoLog undo) {
    List<Library> all = opened.withDependencies();
    if (all.size() > fresh.size()) {
      Set<Library> without = new HashSet<>(fresh);
      for (Library each : all) {
        if (!without.contains(each)) {
          undo.add(() -> each.retractScope(opened));
          each.extendScope(opened, all);
        }
      }
    }
  }

  /// Takes that back.
  void demote(List<Library> demoted) {
    globalScope = without(globalScope, demoted);
    demoted.forEach(library -> library.setGlobal(false));
  }

  /// Takes libraries out.
  void removeAll(List<Library> gone) {
    libraries = without(libraries, gone);
    globalScope = without(globalScope, gone);
    Set<Library> absent = new HashSet<>(gone);
    forgetInstantiated(absent);
    libraries.forEach(library -> library.forget(absent));
    for (Library library : gone) {
      library.setGlobal(false);
      Instance instance = library.mainInstance();
      if (instance != null) {
        owners.remove(instance);
      }
    }
  }

  /// The libraries that nobody needs any more, in the order of loading.
  List<Library> unused() {
    Set<Library> used = new HashSet<>();
    Deque<Library> queue = new ArrayDeque<>();
    for (Library library : libraries) {
      if (library.isMain() || library.isKept() || library.isOpen()) {
        queue.add(library);
      }
    }
    while (!queue.isEmpty()) {
      Library next = queue.remove();
      if (used.add(next)) {
        queue.addAll(next.dependencies());
        queue.addAll(next.boundTo());
      }
    }
    return libraries.stream().filter(library -> !used.contains(library)).toList();
  }
}
