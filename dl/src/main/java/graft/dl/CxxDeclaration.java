package graft.dl;

import graft.dl.CxxType.Name;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What a C++ name stands for: a function, or a variable.
///
/// @param prefix `vtable for`, or empty
/// @param result of a function, or null if it is not said: mangled names have that of templates
/// @param name of it
/// @param parameters of a function, or null if they are not said
/// @param qualifiers of a member function
record CxxDeclaration(
    String prefix,
    @Nullable CxxType result,
    Name name,
    @Nullable List<CxxType> parameters,
    String qualifiers) {
  /// It is not what was written.
  static final int OTHER = Integer.MAX_VALUE;

  private static final int QUALIFIED = 1;
  private static final int TEMPLATE = 2;
  private static final int INLINE_NAMESPACE = 4;

  /// How far a symbol's declaration is from this one, as somebody wrote it: 0 if it says the same,
  /// more if it is `const` besides, a template whose arguments were left to the compiler, or in
  /// namespaces that were left out; {@link #OTHER} if it is another one.
  ///
  /// @param inline which namespaces may be left out
  int distance(CxxDeclaration actual, Predicate<String> inline) {
    int distance = distanceWithin(actual, _ -> false);
    if (distance == OTHER) {
      distance = distanceWithin(actual, inline);
      return distance == OTHER ? OTHER : distance + INLINE_NAMESPACE;
    }
    return distance;
  }

  private int distanceWithin(CxxDeclaration actual, Predicate<String> inline) {
    if (!prefix.equals(actual.prefix)) {
      return OTHER;
    }
    int distance = 0;
    if (!name.means(actual.name, inline, false)) {
      if (!name.means(actual.name, inline, true)) {
        return OTHER;
      }
      distance = parameters == null ? 0 : TEMPLATE;
    }
    if (result != null && actual.result != null && !result.means(actual.result, inline)) {
      return OTHER;
    }
    if (parameters == null) {
      return distance;
    }
    if (actual.parameters == null
        || !CxxType.meanAll(parameters, actual.parameters, inline)
        || !(qualifiers.isEmpty() || qualifiers.equals(actual.qualifiers))) {
      return OTHER;
    }
    return distance + (qualifiers.equals(actual.qualifiers) ? 0 : QUALIFIED);
  }
}
