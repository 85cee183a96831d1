package graft.dl;

import graft.dl.CxxType.Component;
import graft.dl.CxxType.Derived;
import graft.dl.CxxType.Name;
import graft.dl.CxxType.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What C++'s own library calls otherwise than people do: `std::string` is mangled as
/// `std::__2::basic_string<char, std::__2::char_traits<char>, std::__2::allocator<char>>`.
final class CxxAliases {
  /// Namespaces of `std` that are inline.
  private static final Pattern INLINE =
      Pattern.compile("__\\d+|__ndk\\d+|__cxx11|__fs|_V\\d+|__u|__Cr|__y1");

  /// Types of wasm32 by the names that `stddef.h` and `stdint.h` give them.
  private static final Map<String, String> INTEGERS =
      Map.ofEntries(
          Map.entry("size_t", "unsigned long"),
          Map.entry("ssize_t", "long"),
          Map.entry("ptrdiff_t", "long"),
          Map.entry("intptr_t", "long"),
          Map.entry("uintptr_t", "unsigned long"),
          Map.entry("int8_t", "signed char"),
          Map.entry("uint8_t", "unsigned char"),
          Map.entry("int16_t", "short"),
          Map.entry("uint16_t", "unsigned short"),
          Map.entry("int32_t", "int"),
          Map.entry("uint32_t", "unsigned int"),
          Map.entry("int64_t", "long long"),
          Map.entry("uint64_t", "unsigned long long"),
          Map.entry("nullptr_t", "decltype(nullptr)"));

  private static final Map<String, String> CHARACTERS =
      Map.of("", "char", "w", "wchar_t", "u8", "char8_t", "u16", "char16_t", "u32", "char32_t");

  /// Those that have a name for each kind of character: `std::wstring`.
  private static final Set<String> TEXTS =
      Set.of(
          "string",
          "string_view",
          "ostream",
          "istream",
          "iostream",
          "ios",
          "streambuf",
          "ofstream",
          "ifstream",
          "fstream",
          "filebuf",
          "ostringstream",
          "istringstream",
          "stringstream",
          "stringbuf",
          "regex");

  /// Last arguments that are left out, if they are made of the first.
  private static final Set<String> OF_FIRST =
      Set.of(
          "allocator", "char_traits", "less", "hash", "equal_to", "default_delete", "regex_traits");

  private CxxAliases() {}

  /// The name as people write it.
  static Name shortened(Name name) {
    List<Component> components = new ArrayList<>(name.components());
    if (!components.getFirst().id().equals("std")) {
      return name;
    }
    while (components.size() > 2 && INLINE.matcher(components.get(1).id()).matches()) {
      components.remove(1);
    }
    if (components.size() > 1) {
      Component second = components.get(1);
      components.set(1, second.arguments() == null ? text(second) : withoutDefaults(second));
    }
    return new Name(List.copyOf(components));
  }

  /// The type that a name stands for.
  static CxxType type(Name name) {
    Name shortened = shortened(name);
    List<Component> components = shortened.components();
    boolean standard = components.size() == 2 && components.getFirst().id().equals("std");
    String integer =
        components.size() == 1 || standard ? INTEGERS.get(shortened.last().id()) : null;
    return integer == null || shortened.last().arguments() != null ? shortened : new Text(integer);
  }

  private static Component text(Component component) {
    for (var each : CHARACTERS.entrySet()) {
      if (component.id().startsWith(each.getKey())
          && TEXTS.contains(component.id().substring(each.getKey().length()))) {
        return new Component(
            "basic_" + component.id().substring(each.getKey().length()),
            List.of(new Text(each.getValue())));
      }
    }
    return component;
  }

  private static Component withoutDefaults(Component component) {
    List<CxxType> arguments = component.arguments();
    while (arguments != null && arguments.size() > 1 && isDefault(component.id(), arguments)) {
      arguments = arguments.subList(0, arguments.size() - 1);
    }
    return new Component(component.id(), arguments == null ? null : List.copyOf(arguments));
  }

  private static boolean isDefault(String template, List<CxxType> arguments) {
    CxxType first = arguments.getFirst();
    Component last = standard(arguments.getLast());
    if (last == null || last.arguments() == null) {
      return false;
    }
    List<CxxType> of = last.arguments();
    if (of.equals(List.of(first))) {
      boolean adaptor =
          last.id().equals(template.equals("priority_queue") ? "vector" : "deque")
              && (template.endsWith("queue") || template.equals("stack"));
      return adaptor || OF_FIRST.contains(last.id());
    }
    // std::allocator<std::pair<K const, V>> of maps.
    Component pair =
        last.id().equals("allocator") && of.size() == 1 ? standard(of.getFirst()) : null;
    return pair != null
        && pair.id().equals("pair")
        && List.of(new Derived(first, " const"), arguments.get(1)).equals(pair.arguments());
  }

  /// What is directly in `std`, or null.
  private static @Nullable Component standard(CxxType type) {
    return type instanceof Name name
            && name.components().size() == 2
            && name.components().getFirst().id().equals("std")
        ? name.last()
        : null;
  }
}
