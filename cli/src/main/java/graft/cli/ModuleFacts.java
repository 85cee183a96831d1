package graft.cli;

import graft.format.CodeReader;
import graft.format.Dylink;
import graft.format.Export;
import graft.format.ExternKind;
import graft.format.ExternType;
import graft.format.GlobalType;
import graft.format.Import;
import graft.format.Opcode;
import graft.format.ValType;
import graft.format.WasmModule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What `graft inspect` tells of a module.
///
/// @param module what its file says
/// @param role what it is in a program
/// @param addresses whether it can be loaded anywhere
/// @param imports what it imports, by symbol
/// @param exports what it exports, by symbol
record ModuleFacts(
    WasmModule module,
    Role role,
    Addresses addresses,
    List<Wanted> imports,
    List<Offered> exports) {
  private static final Set<String> ENTRIES =
      Set.of("_start", "main", "__main_argc_argv", "__main_void", "run");

  /// Only a main module has these: they move the stack pointer of the whole process.
  private static final Set<String> MAINS_EXPORTS =
      Set.of("stackAlloc", "stackRestore", "_emscripten_stack_alloc", "_emscripten_stack_restore");

  /// Constants that look like addresses.
  private static final Set<String> NO_ADDRESSES = Set.of("__tls_size", "__tls_align");

  /// What a module is in a program.
  enum Role {
    /// Has no section for dynamic linking.
    STATIC("static module", "static"),
    /// Has relocations: input for a linker.
    OBJECT("object file", "object"),
    /// A program that libraries can be linked to when it runs.
    MAIN("main module", "main"),
    /// A library.
    SIDE("side module", "side");

    private final String text;
    private final String word;

    Role(String text, String word) {
      this.text = text;
      this.word = word;
    }

    /// For people.
    String text() {
      return text;
    }

    /// For programs.
    String word() {
      return word;
    }
  }

  /// Whether a module's addresses count from a base that the loader chooses.
  enum Addresses {
    RELOCATABLE,
    FIXED
  }

  /// What an import means to a linker.
  enum Use {
    FUNCTION,
    /// A global of `GOT.mem`.
    VARIABLE_ADDRESS,
    /// A global of `GOT.func`.
    FUNCTION_ADDRESS,
    /// Memory, table, globals and tags: what all modules of a process share.
    SHARED
  }

  /// An import.
  ///
  /// @param symbol its name; outside of `env` and the global offset table with its module in front
  /// @param weak whether it may stay undefined
  record Wanted(Import source, String symbol, Use use, boolean weak) {}

  /// What an export means to a linker.
  enum Kind {
    FUNCTION,
    VARIABLE,
    SHARED
  }

  /// An export.
  ///
  /// @param type of the thing exported, or null if the module is invalid there
  /// @param address for variables: where it is, relative to the memory base unless the module's
  ///   addresses are fixed
  /// @param threadLocal whether the address counts from `__tls_base`
  record Offered(
      Export source,
      Kind kind,
      @Nullable ExternType type,
      @Nullable Long address,
      boolean threadLocal) {}

  /// Finds out about a module.
  static ModuleFacts of(WasmModule module) {
    List<Wanted> imports = new ArrayList<>();
    for (Import each : module.imports()) {
      imports.add(wanted(module, each));
    }
    List<Offered> exports = new ArrayList<>();
    for (Export each : module.exports()) {
      exports.add(offered(module, each));
    }
    Addresses addresses =
        imports(module, "__memory_base") || imports(module, "__table_base")
            ? Addresses.RELOCATABLE
            : Addresses.FIXED;
    return new ModuleFacts(module, role(module, addresses), addresses, imports, exports);
  }

  /// A file does not say whether it is a main module; what it has does. The loader does not ask: it
  /// can load either.
  private static Role role(WasmModule module, Addresses addresses) {
    if (module.customSection("linking") != null) {
      return Role.OBJECT;
    }
    if (module.dylink() == null) {
      return Role.STATIC;
    }
    boolean hasMemory = module.exports().stream().anyMatch(e -> e.kind() == ExternKind.MEMORY);
    boolean hasEntry =
        module.exports().stream()
            .anyMatch(e -> ENTRIES.contains(e.name()) || MAINS_EXPORTS.contains(e.name()));
    return hasEntry || (addresses == Addresses.FIXED && hasMemory) ? Role.MAIN : Role.SIDE;
  }

  private static boolean imports(WasmModule module, String name) {
    return module.imports().stream()
        .anyMatch(each -> each.kind() == ExternKind.GLOBAL && each.name().equals(name));
  }

  private static Wanted wanted(WasmModule module, Import each) {
    Use use =
        switch (each.module()) {
          case "GOT.mem" -> Use.VARIABLE_ADDRESS;
          case "GOT.func" -> Use.FUNCTION_ADDRESS;
          default -> each.kind() == ExternKind.FUNCTION ? Use.FUNCTION : Use.SHARED;
        };
    boolean plain =
        each.module().equals("env") || use == Use.VARIABLE_ADDRESS || use == Use.FUNCTION_ADDRESS;
    Dylink dylink = module.dylink();
    return new Wanted(
        each,
        plain ? each.name() : each.module() + "." + each.name(),
        use,
        dylink != null && dylink.isWeakImport(each.module(), each.name()));
  }

  private static Offered offered(WasmModule module, Export each) {
    ExternType type = typeOf(module, each);
    Long address = address(module, each, type);
    Dylink dylink = module.dylink();
    return new Offered(
        each,
        each.kind() == ExternKind.FUNCTION
            ? Kind.FUNCTION
            : address != null ? Kind.VARIABLE : Kind.SHARED,
        type,
        address,
        dylink != null && dylink.isTlsExport(each.name()));
  }

  private static @Nullable ExternType typeOf(WasmModule module, Export each) {
    List<? extends ExternType> types =
        switch (each.kind()) {
          case FUNCTION -> List.of();
          case TABLE -> module.allTables();
          case MEMORY -> module.allMemories();
          case GLOBAL -> module.allGlobals();
          case TAG -> module.allTags();
        };
    int index = each.index();
    if (each.kind() == ExternKind.FUNCTION) {
      return index >= 0 && index < module.functionCount() ? module.functionType(index) : null;
    }
    return index >= 0 && index < types.size() ? types.get(index) : null;
  }

  /// The value of an exported i32 constant: in modules for dynamic linking, the address of a
  /// variable.
  private static @Nullable Long address(WasmModule module, Export each, @Nullable ExternType type) {
    int defined = each.index() - (module.allGlobals().size() - module.globals().size());
    if (module.dylink() == null
        || each.kind() != ExternKind.GLOBAL
        || defined < 0
        || NO_ADDRESSES.contains(each.name())
        || !(type instanceof GlobalType global)
        || global.mutable()
        || global.type() != ValType.I32) {
      return null;
    }
    CodeReader code = new CodeReader(module, module.globals().get(defined).initial());
    return code.next() == Opcode.I32_CONST ? code.value() & 0xffff_ffffL : null;
  }

  /// The type of an import or export as it is shown: `(i32) -> i32`, `global (mut i32)`.
  static String show(@Nullable ExternType type) {
    if (type == null) {
      return "unknown";
    }
    return type.kind() == ExternKind.FUNCTION ? type.toString() : type.kind() + " " + type;
  }
}
