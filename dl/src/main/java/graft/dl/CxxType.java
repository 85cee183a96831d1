package graft.dl;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A type of C++, or an argument of a template, as {@link CxxParser} reads it: however it was
/// spelled, the same type is the same value.
sealed interface CxxType {
  /// Whether this, as somebody wrote it, means a type that a symbol has.
  ///
  /// @param inline whether namespaces that were left out may be there: those that are no classes by
  ///   this test, which gets `outer::inner`
  default boolean means(CxxType actual, Predicate<String> inline) {
    return equals(actual);
  }

  private static boolean mean(
      List<CxxType> written, List<CxxType> actual, Predicate<String> inline) {
    if (written.size() != actual.size()) {
      return false;
    }
    for (int i = 0; i < written.size(); i++) {
      if (!written.get(i).means(actual.get(i), inline)) {
        return false;
      }
    }
    return true;
  }

  /// A type of the language, or an expression: as it is printed.
  record Text(String text) implements CxxType {}

  /// `std::vector<int>`: what stands between two `::`.
  ///
  /// @param id an identifier or operator
  /// @param arguments of a template, or null
  record Component(String id, @Nullable List<CxxType> arguments) {
    private boolean means(Component actual, Predicate<String> inline) {
      if (!id.equals(actual.id)) {
        return false;
      }
      List<CxxType> others = actual.arguments;
      boolean neither = arguments == null && others == null;
      return neither || (arguments != null && others != null && mean(arguments, others, inline));
    }
  }

  /// A name with all that it lies in.
  record Name(List<Component> components) implements CxxType {
    Component last() {
      return components.getLast();
    }

    @Override
    public boolean means(CxxType actual, Predicate<String> inline) {
      return actual instanceof Name name && means(name, inline, false);
    }

    /// @param anyArguments whether the last may be of any template arguments if it has none here
    boolean means(Name actual, Predicate<String> inline, boolean anyArguments) {
      int i = components.size() - 1;
      int j = actual.components.size() - 1;
      Component last = actual.last();
      boolean omitted = anyArguments && last().arguments == null && last.arguments != null;
      if (!last().means(omitted ? new Component(last.id, null) : last, inline)) {
        return false;
      }
      for (i--, j--; j >= 0; j--) {
        if (i >= 0 && components.get(i).means(actual.components.get(j), inline)) {
          i--;
        } else if (!actual.isInline(j, inline)) {
          return false;
        }
      }
      return i < 0;
    }

    private boolean isInline(int component, Predicate<String> inline) {
      return components.get(component).arguments == null && inline.test(path(component));
    }

    /// The names down to one of them, without template arguments.
    String path(int component) {
      StringBuilder path = new StringBuilder();
      for (Component each : components.subList(0, component + 1)) {
        path.append(path.isEmpty() ? "" : "::").append(each.id);
      }
      return path.toString();
    }
  }

  /// A type with something behind it.
  ///
  /// @param suffix ` const`, `*`, `&`, `&&`, `[3]`, `...`
  record Derived(CxxType base, String suffix) implements CxxType {
    @Override
    public boolean means(CxxType actual, Predicate<String> inline) {
      return actual instanceof Derived derived
          && suffix.equals(derived.suffix)
          && base.means(derived.base, inline);
    }
  }

  /// A pointer to a member.
  record Member(CxxType base, CxxType owner) implements CxxType {
    @Override
    public boolean means(CxxType actual, Predicate<String> inline) {
      return actual instanceof Member member
          && base.means(member.base, inline)
          && owner.means(member.owner, inline);
    }
  }

  /// A function.
  ///
  /// @param qualifiers what stands behind the parameters: ` const`
  record Function(CxxType result, List<CxxType> parameters, String qualifiers) implements CxxType {
    @Override
    public boolean means(CxxType actual, Predicate<String> inline) {
      return actual instanceof Function function
          && qualifiers.equals(function.qualifiers)
          && result.means(function.result, inline)
          && mean(parameters, function.parameters, inline);
    }
  }

  /// Whether parameters mean others.
  static boolean meanAll(List<CxxType> written, List<CxxType> actual, Predicate<String> inline) {
    return mean(written, actual, inline);
  }
}
