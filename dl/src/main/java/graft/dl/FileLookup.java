package graft.dl;

import graft.dl.LoadStatistics.Stage;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Where a process looks for files of libraries: on its search path, or for one opening in what has
/// been answered before; and until when.
final class FileLookup {
  private final GuestProcess process;
  private @Nullable Deadline deadline;
  private @Nullable LibrarySearch answered;

  FileLookup(GuestProcess process) {
    this.process = process;
  }

  /// Opens something for which nobody waits after a moment.
  Library until(Deadline end, Supplier<Library> open) {
    Deadline before = deadline;
    deadline = end;
    try {
      return open.get();
    } finally {
      deadline = before;
    }
  }

  /// Opens something for which has been looked already.
  Library from(LibrarySearch search, Supplier<Library> open) {
    LibrarySearch before = answered;
    answered = search;
    try {
      return open.get();
    } finally {
      answered = before;
    }
  }

  /// Looks for the file of a library.
  ///
  /// @param requester who wants it, whose own path is searched, too, or null
  LibrarySearch.Result find(String name, @Nullable Library requester) {
    LibrarySearch.Result result =
        process.stopwatch().time(Stage.FILES, () -> search().find(name, requester, deadline));
    process.trace(LoadTrace.Topic.FILES, () -> describe(name, requester, result));
    return result;
  }

  private static String describe(
      String name, @Nullable Library requester, LibrarySearch.Result result) {
    return "find "
        + name
        + (requester == null ? "" : " for " + requester)
        + ": "
        + String.join(", ", result.searched())
        + (result.file() == null ? ": not found" : ": found " + result.file().location());
  }

  /// Tells the places what the present opening will look for.
  void expect(List<String> names, Library requester) {
    search().expect(names, requester);
  }

  /// Lets the places begin to fetch what will be opened, while the guest goes on.
  void expectLater(String name, Library requester) {
    if (process.linkMap().named(name) == null) {
      process.options().search().expect(List.of(name), requester);
    }
  }

  private LibrarySearch search() {
    LibrarySearch present = answered;
    return present == null ? process.options().search() : present;
  }
}
