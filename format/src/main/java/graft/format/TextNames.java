package graft.format;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The identifiers that a printed module uses: `$name`, made of what the module says about names,
/// with what the text format does not allow replaced and doubles told apart.
final class TextNames {
  private static final String ALLOWED = "!#$%&'*+-./:<=>?@\\^_`|~";

  private final String[] functions;
  private final String[] globals;

  TextNames(WasmModule module) {
    functions = new String[module.functionCount()];
    Set<String> used = new HashSet<>();
    for (int i = 0; i < functions.length; i++) {
      functions[i] = unique(module.functionName(i), i, used);
    }
    globals = globals(module);
  }

  private static String[] globals(WasmModule module) {
    String[] globals = new String[module.allGlobals().size()];
    Set<String> used = new HashSet<>();
    int imported = 0;
    for (Import entry : module.imports()) {
      if (entry.kind() == ExternKind.GLOBAL) {
        String name = entry.module().equals("env") ? "" : entry.module() + ".";
        globals[imported] = unique(name + entry.name(), imported, used);
        imported++;
      }
    }
    for (int i = imported; i < globals.length; i++) {
      globals[i] = unique(module.names().globals().getOrDefault(i, "g" + i), i, used);
    }
    return globals;
  }

  /// The identifier of a function; its number if there is no such function.
  String function(int index) {
    return of(functions, index);
  }

  /// The identifier of a global; its number if there is no such global.
  String global(int index) {
    return of(globals, index);
  }

  private static String of(String[] names, int index) {
    return index >= 0 && index < names.length ? names[index] : Integer.toUnsignedString(index);
  }

  /// The identifiers of a function's parameters and locals: null for those without a name.
  static String[] locals(Map<Integer, String> names, int count) {
    String[] locals = new String[count];
    Set<String> used = new HashSet<>();
    for (int i = 0; i < count; i++) {
      String name = names.get(i);
      locals[i] = name == null ? "" : unique(name, i, used);
    }
    return locals;
  }

  private static String unique(String name, int index, Set<String> used) {
    String identifier = identifier(name);
    for (String candidate = identifier; ; candidate += "#" + index) {
      if (used.add(candidate)) {
        return candidate;
      }
    }
  }

  private static String identifier(String name) {
    StringBuilder identifier = new StringBuilder("$");
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      identifier.append(word || ALLOWED.indexOf(c) >= 0 ? c : '_');
    }
    return name.isEmpty() ? "$_" : identifier.toString();
  }
}
