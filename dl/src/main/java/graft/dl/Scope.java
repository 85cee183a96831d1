package graft.dl;

import graft.format.Export;
import graft.format.ExternKind;
import graft.format.ExternType;
import graft.format.FunctionType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Looks symbols up in lists of libraries: the first definition wins.
final class Scope {
  /// What stands before the name of a function whose other export is made for JavaScript.
  static final String ORIGINAL = "orig$";

  private Scope() {}

  /// What kind of definition is looked for.
  enum Wanted {
    FUNCTION,
    DATA,
    /// A function or a variable.
    ANY,
    /// A global itself, not an address.
    GLOBAL,
    MEMORY,
    TABLE,
    TAG;

    private boolean fits(ModuleImage image, Export export) {
      return switch (this) {
        case FUNCTION -> export.kind() == ExternKind.FUNCTION;
        case DATA -> image.isData(export);
        case ANY -> export.kind() == ExternKind.FUNCTION || image.isData(export);
        case GLOBAL -> export.kind() == ExternKind.GLOBAL;
        case MEMORY -> export.kind() == ExternKind.MEMORY;
        case TABLE -> export.kind() == ExternKind.TABLE;
        case TAG -> export.kind() == ExternKind.TAG;
      };
    }

    static Wanted of(ExternType type) {
      return switch (type.kind()) {
        case FUNCTION -> FUNCTION;
        case TABLE -> TABLE;
        case MEMORY -> MEMORY;
        case GLOBAL -> GLOBAL;
        case TAG -> TAG;
      };
    }
  }

  /// Finds a definition.
  ///
  /// @return null if there is none
  static Definition.@Nullable Exported find(List<Library> libraries, String name, Wanted wanted) {
    Definition.Exported found = first(libraries, name, wanted);
    String alias = alias(name);
    return found == null && alias != null ? first(libraries, alias, wanted) : found;
  }

  private static Definition.@Nullable Exported first(
      List<Library> libraries, String name, Wanted wanted) {
    for (Library library : libraries) {
      Definition.Exported found = find(library, name, wanted);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /// Finds what one library defines.
  static Definition.@Nullable Exported find(Library library, String name, Wanted wanted) {
    boolean callable =
        (wanted == Wanted.FUNCTION || wanted == Wanted.ANY) && library.image().hasOriginals();
    Definition.Exported original =
        callable ? exported(library, ORIGINAL + name, Wanted.FUNCTION) : null;
    return original != null ? original : exported(library, name, wanted);
  }

  private static Definition.@Nullable Exported exported(
      Library library, String name, Wanted wanted) {
    Export export = library.image().symbol(name);
    if (export == null && wanted == Wanted.TAG) {
      export = library.image().export(name);
    }
    return export != null
            && wanted.fits(library.image(), export)
            && !library.image().passesOn(export)
            && !isStub(library, name)
        ? new Definition.Exported(library, name, export.kind(), export.index())
        : null;
  }

  /// Whether a definition is one of Emscripten's C library that knows nothing: the loader's, which
  /// comes last otherwise, knows.
  private static boolean isStub(Library library, String name) {
    return LinkMapFunctions.NAMES.contains(name) && library.image().opensByJavaScript();
  }

  /// Finds a function of a type. Emscripten without `WASM_BIGINT` exports a function with i64
  /// twice: for JavaScript with pairs of i32, and for pointers and other modules as `orig$name`.
  static Definition.@Nullable Exported findFunction(
      List<Library> libraries, String name, FunctionType type) {
    Definition.Exported found = find(libraries, name, Wanted.FUNCTION);
    if (found == null || found.functionType().equals(type)) {
      return found;
    }
    Definition.Exported legalized = exported(found.library(), name, Wanted.FUNCTION);
    return legalized != null && legalized.functionType().equals(type) ? legalized : found;
  }

  /// Compilers give C's `main` one name or the other.
  private static @Nullable String alias(String name) {
    return switch (name) {
      case "main" -> "__main_argc_argv";
      case "__main_argc_argv" -> "main";
      default -> null;
    };
  }
}
