package graft.runtime;

import graft.format.WasmModule;

/// A class loader of compiled code: knows which module's. Its classes `F12` are functions.
public interface CodeLoader {
  /// What the names of all classes of translated code begin with, and of no others.
  String PACKAGE = "graft.code.";

  /// The same for internal names.
  String INTERNAL_PACKAGE = "graft/code/";

  /// The module.
  WasmModule module();

  /// What stack traces call it.
  String moduleName();

  /// Has error messages ask a loader for functions. It is forgotten when nobody uses it any more.
  static void know(CodeLoader loader) {
    CallMismatch.know(loader);
  }
}
