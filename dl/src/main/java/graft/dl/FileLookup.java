package graft.dl;

import graft.dl.LoadStatistics.Stage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a process looks for files of libraries: on its search path, or for one opening in what has
/// been answered before; and until when.
final class FileLookup {
  private final GuestProcess process;
  private final @Nullable LibrarySearch answered;
  private final @Nullable Deadline deadline;

  /// Looks on the process's search path.
  FileLookup(GuestProcess process) {
    this(process, null, null);
  }

  private FileLookup(
      GuestProcess process, @Nullable LibrarySearch answered, @Nullable Deadline deadline) {
    this.process = process;
    this.answered = answered;
    this.deadline = deadline;
  }

  /// The same, for who does not wait after a moment.
  FileLookup until(Deadline end) {
    return new FileLookup(process, answered, end);
  }

  /// Looks in places that have been asked already.
  FileLookup in(LibrarySearch search) {
    return new FileLookup(process, search, deadline);
  }

  /// After which moment nobody waits any more, or null.
  @Nullable Deadline deadline() {
    return deadline;
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

  /// Tells the places what this opening will look for.
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
