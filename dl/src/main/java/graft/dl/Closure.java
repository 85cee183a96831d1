package graft.dl;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A library to load together with all libraries that it needs and that are not loaded yet. Making
/// one reads, validates and prepares modules, and changes nothing in the process.
final class Closure {
  private final GuestProcess process;
  private final FileLookup files;
  private final boolean lenient;
  private final List<Library> fresh = new ArrayList<>();
  private final Map<String, Library> freshNames = new HashMap<>();
  private final Map<Object, Library> freshFiles = new HashMap<>();
  private final Set<ModuleImage> freshImages = new HashSet<>();

  /// By which other names libraries were found that were there before.
  private final Map<String, Library> otherNames = new HashMap<>();

  private Closure(GuestProcess process, FileLookup files, boolean lenient) {
    this.process = process;
    this.files = files;
    this.lenient = lenient;
  }

  /// Finds what a file needs.
  ///
  /// @param follow whether to follow `needed` at all
  /// @param lenient whether to note what cannot be loaded instead of failing
  /// @throws LoadException for the first that cannot be loaded
  static Closure of(
      GuestProcess process, FileLookup files, ModuleFile root, boolean follow, boolean lenient) {
    Closure closure = new Closure(process, files, lenient);
    Library first = closure.read(root);
    if (process.mainOrNull() != null) {
      requireLibrary(first, root.location());
    }
    closure.addFresh(first);
    if (follow) {
      closure.follow(first);
    }
    return closure;
  }

  /// The new libraries, breadth first, the file's own in front.
  List<Library> libraries() {
    return fresh;
  }

  /// Remembers by which names libraries were found that were there before.
  void noteNames(UndoLog undo) {
    otherNames.forEach((name, library) -> {
      undo.add(() -> library.callNoLonger(name));
      library.alsoCall(name);
    });
  }

  private void follow(Library root) {
    Deque<Library> queue = new ArrayDeque<>(List.of(root));
    while (!queue.isEmpty()) {
      Library requester = queue.remove();
      var dylink = requester.module().dylink();
      if (dylink == null) {
        continue;
      }
      expect(dylink.needed(), requester);
      for (String name : dylink.needed()) {
        int before = fresh.size();
        requester.needed().add(resolve(name, requester));
        queue.addAll(fresh.subList(before, fresh.size()));
      }
    }
  }

  private void expect(List<String> names, Library requester) {
    List<String> unknown =
        names.stream()
            .filter(name -> process.linkMap().named(name) == null && !freshNames.containsKey(name))
            .filter(name -> !process.options().builtIn().contains(name))
            .toList();
    if (!unknown.isEmpty()) {
      files.expect(unknown, requester);
    }
  }

  private Library.Needed resolve(String name, Library requester) {
    Library known = process.linkMap().named(name);
    if (known == null) {
      known = otherNames.getOrDefault(name, freshNames.get(name));
    }
    if (known == null && process.options().builtIn().contains(name)) {
      known = process.mainOrNull() == null ? fresh.get(0) : process.main();
    }
    if (known != null) {
      return new Library.Needed(name, known, null, List.of());
    }
    LibrarySearch.Result result = files.find(name, requester);
    LoadException problem;
    try {
      ModuleFile file = result.file();
      if (file != null) {
        Library found = load(file);
        if (isFresh(found)) {
          found.alsoCall(name);
          freshNames.putIfAbsent(name, found);
        } else {
          otherNames.put(name, found);
        }
        return new Library.Needed(name, found, null, result.searched());
      }
      known = inFileCalled(name);
      if (known != null) {
        return new Library.Needed(name, known, null, result.searched());
      }
      problem = result.notFound(name, requester.name());
    } catch (LoadException e) {
      problem =
          new LoadException(
              requester.name(), "cannot load needed library " + e.getMessage(), e.getCause());
    }
    if (!lenient) {
      throw problem;
    }
    return new Library.Needed(name, null, problem, result.searched());
  }

  private Library load(ModuleFile file) {
    Library known = process.linkMap().in(file);
    if (known == null) {
      known = freshFiles.get(file.identity());
    }
    if (known == null) {
      known = read(file);
      requireLibrary(known, file.location());
      addFresh(known);
    }
    return known;
  }

  private static void requireLibrary(Library library, String location) {
    if (library.module().dylink() == null) {
      throw new LoadException(
          library.name(),
          null,
          location
              + ": not a dynamic library: it has no dylink.0 section (link it with -shared, or"
              + " -sSIDE_MODULE)");
    }
  }

  private boolean isFresh(Library library) {
    return freshFiles.get(library.identity()) == library;
  }

  private @Nullable Library inFileCalled(String name) {
    Library known = process.linkMap().inFileCalled(name);
    if (known != null) {
      return known;
    }
    for (Library library : fresh) {
      if (isLibrary(library) && library.name().equals(name)) {
        return library;
      }
    }
    return null;
  }

  /// The main module is nobody's library.
  private boolean isLibrary(Library library) {
    return process.mainOrNull() != null || library != fresh.get(0);
  }

  private void addFresh(Library library) {
    fresh.add(library);
    freshFiles.putIfAbsent(library.identity(), library);
    if (isLibrary(library)) {
      library.names().forEach(name -> freshNames.putIfAbsent(name, library));
    }
  }

  private Library read(ModuleFile file) {
    ProcessOptions options = process.options();
    try {
      ModuleImage image =
          ModuleCache.image(
              file, options.interruptible(), options.codeCache(), process.stopwatch());
      if (process.linkMap().has(image) || !freshImages.add(image)) {
        // A copy of a file that is here. Who calls the loader is told by the classes of its code.
        image =
            ModuleCache.copy(
                file, image, options.interruptible(), options.codeCache(), process.stopwatch());
      }
      return new Library(process, file, image);
    } catch (IOException e) {
      throw new LoadException(file.name(), "cannot read " + LibrarySearch.describe(file, e), e);
    }
  }
}
