package graft.dl;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where libraries are looked for, in this order: the path in the file of the module that needs it
/// (`WASM_DYLINK_RUNTIME_PATH`), `LD_LIBRARY_PATH`, the embedder's library path, the guest's files,
/// the folder of the main module. A name with a folder in it is no library's name but a path: it is
/// looked for in the same places but the first.
///
/// @param loaderPath `LD_LIBRARY_PATH`
/// @param libraryPath the embedder's
/// @param guestFiles the guest's files, or null
/// @param mainFolder the folder of the main module, or null
/// @param exclusive whether the embedder's library path is the only place: somebody has checked
///   what is there, and nothing else
record LibrarySearch(
    List<ModuleSource> loaderPath,
    List<ModuleSource> libraryPath,
    @Nullable ModuleSource guestFiles,
    @Nullable ModuleSource mainFolder,
    boolean exclusive) {

  /// What a search found.
  ///
  /// @param file the file, or null
  /// @param searched every place tried that does not have it, or has it, in order
  /// @param failed what went wrong at other places, with their names
  /// @param problems the exceptions that say the same
  record Result(
      @Nullable ModuleFile file,
      List<String> searched,
      List<String> failed,
      List<IOException> problems) {
    /// What to throw if there is no file.
    LibraryNotFoundException notFound(String name, @Nullable String requester) {
      LibraryNotFoundException missing =
          new LibraryNotFoundException(name, requester, searched, failed);
      problems.forEach(missing::addSuppressed);
      return missing;
    }
  }

  /// Looks for a library.
  ///
  /// @param requester the module that needs it, or null if it is opened by name
  /// @param deadline by when, or null
  Result find(String name, @Nullable Library requester, @Nullable Deadline deadline) {
    String wanting = requester == null ? null : requester.name();
    List<String> searched = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    List<IOException> problems = new ArrayList<>();
    Set<ModuleSource> asked = new HashSet<>();
    for (ModuleSource place : places(name, requester)) {
      String label = place.toString();
      if (!asked.add(place)) {
        continue;
      }
      try {
        ModuleFile file =
            deadline == null
                ? place.find(name, wanting)
                : deadline.find(() -> place.find(name, wanting));
        if (file != null) {
          searched.add(label);
          return new Result(file, searched, failed, problems);
        }
        searched.add(label);
      } catch (IOException e) {
        problems.add(e);
        String problem = describe(e);
        failed.add(problem.contains(label) ? problem : label + ": " + problem);
        if (deadline != null && deadline.isOver()) {
          // Further places are not to blame.
          break;
        }
      }
    }
    if (exclusive) {
      failed.addAll(refused(name, requester));
    }
    // Different places may have the same name.
    return new Result(null, searched.stream().distinct().toList(), failed, problems);
  }

  /// The places on this machine that have a library, and from which it is not taken.
  private List<String> refused(String name, @Nullable Library requester) {
    List<ModuleSource> places = new ArrayList<>();
    if (requester != null && name.indexOf('/') < 0) {
      runPath(requester).stream().filter(FolderSource.class::isInstance).forEach(places::add);
    }
    places.addAll(unchecked());
    List<String> refused = new ArrayList<>();
    for (ModuleSource place : places) {
      try {
        if (place.find(name) != null) {
          String only =
              String.join(", ", libraryPath.stream().map(Object::toString).distinct().toList());
          refused.add("the one of " + place + " is refused: libraries come only from " + only);
        }
      } catch (IOException _) {
        // It is not taken from there, whatever is wrong with it.
      }
    }
    return refused;
  }

  /// A file and what is wrong with it.
  static String describe(ModuleFile file, IOException problem) {
    String text = describe(problem);
    return text.startsWith(file.location()) ? text : file.location() + ": " + text;
  }

  /// The JDK says only which file it was.
  private static String describe(IOException problem) {
    return switch (problem) {
      case NoSuchFileException e -> e.getFile() + ": no such file";
      case AccessDeniedException e -> e.getFile() + ": permission denied";
      default -> String.valueOf(problem.getMessage());
    };
  }

  /// Tells each place what will be looked for there.
  void expect(List<String> names, Library requester) {
    List<ModuleSource> places = new ArrayList<>(runPathOf(requester));
    places.addAll(places());
    List<String> open = names;
    for (ModuleSource place : places) {
      try {
        open = place.expect(open, requester.name());
      } catch (IOException e) {
        // Whoever looks for them there will hear of it.
        continue;
      }
      if (open.isEmpty()) {
        return;
      }
    }
  }

  private List<ModuleSource> places(String name, @Nullable Library requester) {
    List<ModuleSource> places = new ArrayList<>();
    if (!exclusive && requester != null && name.indexOf('/') < 0) {
      places.addAll(runPath(requester));
    }
    places.addAll(places());
    return places;
  }

  /// The places that do not depend on who looks.
  List<ModuleSource> places() {
    if (exclusive) {
      return libraryPath;
    }
    List<ModuleSource> places = unchecked();
    places.addAll(loaderPath.size(), libraryPath);
    return places;
  }

  /// Those that are not the embedder's library path.
  private List<ModuleSource> unchecked() {
    List<ModuleSource> places = new ArrayList<>(loaderPath);
    if (guestFiles != null) {
      places.add(guestFiles);
    }
    if (mainFolder != null) {
      places.add(mainFolder);
    }
    return places;
  }

  /// The places in the file of a module that count.
  List<ModuleSource> runPathOf(Library requester) {
    return exclusive ? List.of() : runPath(requester);
  }

  private static List<ModuleSource> runPath(Library requester) {
    List<ModuleSource> places = new ArrayList<>();
    var dylink = requester.module().dylink();
    if (dylink == null) {
      return places;
    }
    for (String entries : dylink.runtimePath()) {
      for (String entry : entries.split(":", -1)) {
        ModuleSource place = entry.isEmpty() ? null : requester.file().runPath(entry);
        if (place != null) {
          places.add(place);
        }
      }
    }
    return places;
  }
}
