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
final class CxxNames {
  /// The symbols of a declaration: several for constructors and destructors.
  private final Map<String, List<String>> symbols = new LinkedHashMap<>();

  /// The declarations of a name without parameters.
  private final Map<String, Set<String>> declarations = new LinkedHashMap<>();

  CxxNames(Collection<String> names) {
    for (String symbol : names.stream().sorted().toList()) {
      String readable = Demangler.demangle(symbol);
      String declaration = squeezed(readable);
      symbols.computeIfAbsent(declaration, _ -> new ArrayList<>()).add(symbol);
      declarations
          .computeIfAbsent(
              squeezed(Demangler.withoutParameters(readable)), _ -> new LinkedHashSet<>())
          .add(declaration);
    }
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
