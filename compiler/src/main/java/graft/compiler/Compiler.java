package graft.compiler;

import graft.format.ValidModule;

/// Translates modules to JVM bytecode. Translation itself happens later, chunk by chunk, when
/// functions are first called.
public final class Compiler {
  private Compiler() {}

  /// Prepares a module for running.
  public static CompiledModule compile(ValidModule module) {
    return compile(module, CompilerOptions.DEFAULT);
  }

  /// Prepares a module for running, with options.
  public static CompiledModule compile(ValidModule module, CompilerOptions options) {
    return new CompiledModule(module, options);
  }
}
