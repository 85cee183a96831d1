package graft.dl;

import graft.format.Demangler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The symbols of a module by their C++ names.
///
/// Some hundred bytes of substitutions can stand for a mebibyte: what is made of a module's symbols
/// is limited by their own length. What goes beyond that is found as it is mangled.
final class CxxNames {
  /// How much longer than the symbols their readable names may be; of real libraries they are two
  /// to three times as long.
  private static final long EXPANSION = 16;

  /// How many characters are always readable.
  private static final long ROOM = 1 << 20;

  /// How long readable names in messages are.
  private static final int MAX_SHOWN = 2_000;

  private static final Pattern INLINE = Pattern.compile("v\\d+(_\\d+)*|_V\\d+|__\\w*\\d");

  /// Those whose last part is called alike.
  private final Map<String, Map<String, Entry>> entries = new HashMap<>();

  /// Symbols that stand for the same.
  private static final class Entry {
    private final String readable;

    /// Several for constructors and destructors.
    private final List<String> symbols = new ArrayList<>();

    private @Nullable CxxDeclaration declaration;
    private boolean isRead;

    Entry(String readable) {
      this.readable = readable;
    }

    /// Null if it cannot be read.
    @Nullable CxxDeclaration declaration() {
      if (!isRead) {
        declaration = CxxParser.read(readable);
        isRead = true;
      }
      return declaration;
    }

    /// Of a constructor's or destructor's variants the one for whole objects.
    String complete() {
      for (String each : symbols) {
        if (each.contains("C1E") || each.contains("D1E")) {
          return each;
        }
      }
      return symbols.get(0);
    }
  }

  CxxNames(Collection<String> names) {
    long room = ROOM + EXPANSION * names.stream().mapToLong(String::length).sum();
    for (String symbol : names.stream().sorted().toList()) {
      String readable = room > 0 ? Demangler.demangle(symbol) : symbol;
      room -= readable.length();
      entries
          .computeIfAbsent(last(readable), _ -> new LinkedHashMap<>())
          .computeIfAbsent(squeezed(readable), _ -> new Entry(readable))
          .symbols
          .add(symbol);
    }
  }

  /// A symbol for messages: with its readable name behind it if it is mangled.
  static String shown(String symbol) {
    if (!Demangler.isMangled(symbol)) {
      return symbol;
    }
    String readable = Demangler.demangle(symbol);
    return symbol
        + " ("
        + (readable.length() > MAX_SHOWN ? readable.substring(0, MAX_SHOWN) + "..." : readable)
        + ")";
  }

  /// The symbols that a declaration such as `geo::area(const geo::Circle &)`, or a name without
  /// parameters, stands for: one for each declaration.
  List<String> find(String text) {
    return nearest(text).symbols();
  }

  /// What a declaration stands for.
  ///
  /// @param symbols one for each declaration
  /// @param distance how far they are from what was written, see {@link CxxDeclaration#distance}
  record Match(List<String> symbols, int distance) {
    private static final Match NONE = new Match(List.of(), CxxDeclaration.OTHER);
  }

  /// The symbols that come nearest to a declaration.
  Match nearest(String text) {
    Map<String, Entry> alike = entries.get(last(text));
    if (alike == null) {
      return Match.NONE;
    }
    Entry exact = alike.get(squeezed(text));
    return exact != null ? new Match(List.of(exact.complete()), 0) : nearest(text, alike.values());
  }

  /// The symbols with the same name and any parameters; C's names have none.
  ///
  /// @param symbol mangled, or as it was written
  List<String> overloads(String symbol) {
    String name = Demangler.withoutParameters(Demangler.demangle(symbol));
    Map<String, Entry> alike = entries.get(last(name));
    return alike == null ? List.of() : nearest(name, alike.values()).symbols();
  }

  private static Match nearest(String text, Collection<Entry> alike) {
    CxxDeclaration written = CxxParser.read(text);
    String squeezed = squeezed(text);
    int least = CxxDeclaration.OTHER;
    List<String> nearest = new ArrayList<>();
    for (Entry entry : alike) {
      int distance = distance(written, squeezed, entry);
      if (distance < least) {
        least = distance;
        nearest.clear();
      }
      if (distance == least && distance != CxxDeclaration.OTHER) {
        nearest.add(entry.complete());
      }
    }
    return new Match(nearest, least);
  }

  private static int distance(@Nullable CxxDeclaration written, String squeezed, Entry entry) {
    CxxDeclaration actual = entry.declaration();
    if (written != null && actual != null) {
      return written.distance(actual, CxxNames::isInline);
    }
    return squeezed(Demangler.withoutParameters(entry.readable)).equals(squeezed)
        ? 0
        : CxxDeclaration.OTHER;
  }

  /// Whether a namespace says by its name that it is inline, as those that tell versions apart do:
  /// nothing else of a symbol does.
  private static boolean isInline(String path) {
    return INLINE.matcher(path.substring(path.lastIndexOf(':') + 1)).matches();
  }

  /// The last part of a name, without parameters and template arguments.
  private static String last(String readable) {
    String name = Demangler.withoutParameters(readable).strip();
    if (name.contains("[abi:")) {
      name = name.replaceAll("\\[abi:\\w*]", "");
    }
    int operator = name.lastIndexOf("operator");
    if (operator >= 0) {
      return "operator";
    }
    int end = name.length();
    int depth = 0;
    for (int i = name.length() - 1; i >= 0; i--) {
      char c = name.charAt(i);
      if (c == '>') {
        depth++;
      } else if (c == '<') {
        depth--;
        end = depth == 0 ? i : end;
      } else if (depth == 0 && !CxxTokens.isOfWord(c) && c != '~') {
        return name.substring(i + 1, Math.max(end, i + 1)).strip();
      }
    }
    return name.substring(0, end).strip();
  }

  /// Spaces only separate words: `int &` is `int&`.
  private static String squeezed(String text) {
    return text.strip().replaceAll("\\s+", " ").replaceAll(" ?([^\\w ]) ?", "$1");
  }
}
