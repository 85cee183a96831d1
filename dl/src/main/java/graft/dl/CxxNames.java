package graft.dl;

import graft.format.Demangler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

  /// The symbols of a declaration: several for constructors and destructors.
  private final Map<String, List<String>> symbols = new LinkedHashMap<>();

  /// The declarations of a name without parameters.
  private final Map<String, Set<String>> declarations = new LinkedHashMap<>();

  CxxNames(Collection<String> names) {
    long room = ROOM + EXPANSION * names.stream().mapToLong(String::length).sum();
    for (String symbol : names.stream().sorted().toList()) {
      String readable = room > 0 ? Demangler.demangle(symbol) : symbol;
      room -= readable.length();
      String declaration = squeezed(readable);
      symbols.computeIfAbsent(declaration, _ -> new ArrayList<>()).add(symbol);
      declarations
          .computeIfAbsent(
              squeezed(Demangler.withoutParameters(readable)), _ -> new LinkedHashSet<>())
          .add(declaration);
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

  /// The symbols that a declaration such as `geo::area(geo::Circle const&)`, or a name without
  /// parameters, stands for: one for each declaration.
  List<String> find(String text) {
    String key = squeezed(text);
    List<String> exact = symbols.get(key);
    return exact != null ? List.of(complete(exact)) : named(key);
  }

  /// The symbols with the same name and any parameters; C's names have none.
  ///
  /// @param symbol mangled or not
  List<String> overloads(String symbol) {
    return named(squeezed(Demangler.withoutParameters(Demangler.demangle(symbol))));
  }

  private List<String> named(String name) {
    return declarations.getOrDefault(name, Set.of()).stream()
        .map(declaration -> complete(symbols.getOrDefault(declaration, List.of())))
        .toList();
  }

  /// Of a constructor's or destructor's variants the one for whole objects.
  private static String complete(List<String> variants) {
    for (String each : variants) {
      if (each.contains("C1E") || each.contains("D1E")) {
        return each;
      }
    }
    return variants.get(0);
  }

  /// Spaces only separate words: `int &` is `int&`.
  private static String squeezed(String text) {
    return text.strip().replaceAll("\\s+", " ").replaceAll(" ?([^\\w ]) ?", "$1");
  }
}
