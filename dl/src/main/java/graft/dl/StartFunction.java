package graft.dl;

import graft.format.CodeRange;
import graft.format.CodeReader;
import graft.format.Export;
import graft.format.ExternKind;
import graft.format.Opcode;
import graft.format.WasmModule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What a program's `_start` does itself.
///
/// In a command as wasm-ld makes it, `_start` calls constructors before and destructors behind its
/// main function. It does not where the module exports these two (with `--export-all`, as mains for
/// side modules do), and not in every C library: then the loader calls them.
final class StartFunction {
  static final String NAME = "_start";

  private StartFunction() {}

  /// Whether a module leaves a function of its machinery to whoever runs it.
  ///
  /// @param name of an exported function
  /// @param depth how many calls below `_start` to look for it
  static boolean leavesOut(WasmModule module, String name, int depth) {
    int start = function(module, NAME);
    int wanted = function(module, name);
    return start >= 0 && wanted >= 0 && !calls(module, start, wanted, depth, new HashSet<>());
  }

  private static int function(WasmModule module, String name) {
    for (Export export : module.exports()) {
      if (export.kind() == ExternKind.FUNCTION && export.name().equals(name)) {
        return export.index();
      }
    }
    return -1;
  }

  /// @param read functions and depths that have been looked at, in vain
  private static boolean calls(
      WasmModule module, int function, int wanted, int depth, Set<List<Integer>> read) {
    int defined = function - module.importedFunctionCount();
    if (defined < 0 || depth == 0 || !read.add(List.of(function, depth))) {
      return false;
    }
    CodeRange body = module.bodies().get(defined).code();
    CodeReader code = new CodeReader(module, body);
    while (code.position() < body.end()) {
      Opcode opcode = code.next();
      if ((opcode == Opcode.CALL || opcode == Opcode.RETURN_CALL)
          && (code.index() == wanted || calls(module, code.index(), wanted, depth - 1, read))) {
        return true;
      }
    }
    return false;
  }
}
