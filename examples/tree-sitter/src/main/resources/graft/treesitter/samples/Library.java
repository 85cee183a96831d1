package samples;

import static java.util.stream.Collectors.groupingBy;

import java.util.*;
import java.util.function.Function;

/** Books and readers: records, sealed types, switch patterns, text blocks, generics. */
public sealed interface Library<T extends Comparable<? super T>> permits Library.Shelf, Library.Archive {
  int LIMIT = 1_000_000;

  record Book(String title, int year, List<@Deprecated String> authors) implements Comparable<Book> {
    public Book {
      Objects.requireNonNull(title, "title – required");
      authors = List.copyOf(authors);
    }

    @Override
    public int compareTo(Book other) {
      return Integer.compare(year, other.year);
    }
  }

  final class Shelf<T extends Comparable<? super T>> implements Library<T> {
    private final transient Map<Integer, T> byNumber = new TreeMap<>();
    static { System.setProperty("größe", "\u00e9\t'"); }

    <R> R fold(R start, Function<? super T, ? extends R>... steps) throws IllegalStateException {
      R result = start;
      outer:
      for (T each : byNumber.values()) {
        for (int i = 0, n = steps.length; i < n; i++) {
          if (each == null) continue outer;
          result = steps[i].apply(each);
        }
      }
      return result;
    }
  }

  non-sealed class Archive<T extends Comparable<? super T>> implements Library<T> {}

  enum Genre { NOVEL("n"), POETRY { @Override char code() { return 'π'; } }; 
    Genre(String... names) {}
    char code() { return 'x'; }
  }

  static String describe(Object o) {
    return switch (o) {
      case Book(String title, int year, var _) when year < 1900 -> "old: " + title;
      case Integer i when i > 0x7f -> "%d".formatted(i >>> 2);
      case null, default -> {
        String text = """
            nothing "here",
              \\ but a text block – «quoted»
            """;
        yield text.strip();
      }
    };
  }

  static void main(String[] args) throws Exception {
    var books = new ArrayList<Book>(List.of(new Book("Å", 1890, List.of())));
    synchronized (books) {
      books.removeIf(b -> b.year() % 2 == 0 && !b.title().isEmpty());
    }
    try (var in = new Scanner(System.in)) {
      int[][] grid = {{1, 2}, {3}};
      do grid[0][1] += in.hasNext() ? 1 : -1; while (grid[0][1]-- > 0);
    } catch (NoSuchElementException | IllegalStateException e) {
      throw (RuntimeException) e;
    }
    Runnable r = Library.Archive<Book>::new;
    assert books.stream().collect(groupingBy(Book::year)).size() < LIMIT : "many";
  }
}
