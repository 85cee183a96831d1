package graft.dl;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Gets a library and what it needs for a process that goes on meanwhile. What places answer is
/// kept, so that the process, when it opens the library, asks none of them again. The guest's files
/// and main's folder are left to the process: its thread alone may look there, and they are at
/// hand.
final class FetchAhead {
  private final LibrarySearch search;
  private final Set<String> known;

  /// @param known the names that need not be looked for
  FetchAhead(LibrarySearch plain, Set<String> known) {
    this.search =
        new LibrarySearch(
            plain.loaderPath().stream().map(FetchAhead::remembering).toList(),
            plain.libraryPath().stream().map(FetchAhead::remembering).toList(),
            plain.guestFiles(),
            plain.mainFolder(),
            plain.exclusive());
    this.known = new HashSet<>(known);
  }

  private static ModuleSource remembering(ModuleSource place) {
    return new Remembering(place, new ConcurrentHashMap<>());
  }

  /// The same places; those that have been asked answer from memory.
  LibrarySearch search() {
    return search;
  }

  /// Gets a library and what it needs. What cannot be had is found out by the process.
  void gather(String wanted) {
    if (!known.add(wanted)) {
      return;
    }
    List<ModuleSource> places =
        new ArrayList<>(search.exclusive() ? List.of() : search.loaderPath());
    places.addAll(search.libraryPath());
    Deque<String> queue = new ArrayDeque<>(List.of(wanted));
    while (!queue.isEmpty() && !Thread.currentThread().isInterrupted()) {
      String name = queue.remove();
      List<String> needed = new ArrayList<>(needsOf(name, places));
      needed.removeIf(each -> !known.add(each));
      expect(needed, name, places);
      queue.addAll(needed);
    }
  }

  private static List<String> needsOf(String name, List<ModuleSource> places) {
    for (ModuleSource place : places) {
      try {
        ModuleFile file = place.find(name);
        if (file != null) {
          return file.prepare();
        }
      } catch (IOException _) {
        // The place remembers what was wrong.
      } catch (RuntimeException _) {
        // A damaged library, which the process will name, or a fault of the place's own.
        return List.of();
      }
    }
    return List.of();
  }

  private static void expect(List<String> names, String requester, List<ModuleSource> places) {
    List<String> open = names;
    for (ModuleSource place : places) {
      try {
        open = open.isEmpty() ? open : place.expect(open, requester);
      } catch (IOException | RuntimeException _) {
        // Whoever looks for them there will hear of it.
      }
    }
  }

  /// @param file the file, or null
  /// @param problem what was wrong, or null
  private record Answer(@Nullable ModuleFile file, @Nullable Exception problem) {
    @Nullable ModuleFile fileOrProblem() throws IOException {
      return switch (problem) {
        case null -> file;
        case IOException e -> throw e;
        case RuntimeException e -> throw e;
        default -> throw new AssertionError("BUG: not thrown by a place", problem);
      };
    }
  }

  private record Remembering(ModuleSource place, Map<String, Answer> answers)
      implements ModuleSource {
    @Override
    public @Nullable ModuleFile find(String name) throws IOException {
      return find(name, null);
    }

    @Override
    public @Nullable ModuleFile find(String name, @Nullable String requester) throws IOException {
      Answer answer = answers.get(name);
      if (answer == null) {
        answer = ask(name, requester);
      }
      return answer.fileOrProblem();
    }

    private Answer ask(String name, @Nullable String requester) throws IOException {
      Answer answer;
      try {
        answer = new Answer(place.find(name, requester), null);
      } catch (IOException | RuntimeException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw e;
        }
        answer = new Answer(null, e);
      }
      answers.put(name, answer);
      return answer;
    }

    @Override
    public List<String> expect(List<String> names, @Nullable String requester) throws IOException {
      List<String> missing = new ArrayList<>();
      List<String> unasked = new ArrayList<>();
      for (String name : names) {
        Answer answer = answers.get(name);
        if (answer == null) {
          unasked.add(name);
        } else if (answer.file == null) {
          missing.add(name);
        }
      }
      if (!unasked.isEmpty()) {
        missing.addAll(place.expect(unasked, requester));
      }
      return missing;
    }

    @Override
    public List<String> names() throws IOException {
      return place.names();
    }

    @Override
    public boolean isAtHand() {
      return place.isAtHand();
    }

    /// The same place is asked once, whoever remembers it.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Remembering same && place.equals(same.place);
    }

    @Override
    public int hashCode() {
      return place.hashCode();
    }

    @Override
    public String toString() {
      return place.toString();
    }
  }
}
