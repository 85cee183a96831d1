package graft.compiler;

import graft.format.ModuleReader;
import graft.format.ValidModule;
import graft.format.Validator;
import graft.format.WasmModule;
import graft.format.trusted.TrustedModules;

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
    return new CompiledModule(module, options, null);
  }

  /// Reads, validates and prepares a module whose code is kept on the disk. What is there already
  /// was valid when it was put there, so the module is not validated again.
  ///
  /// @param name what messages call the module
  /// @param bytes the module
  /// @throws graft.format.MalformedModuleException if the bytes are no module
  /// @throws graft.format.InvalidModuleException if the module is not valid
  public static CompiledModule compile(
      String name, byte[] bytes, CompilerOptions options, CodeCache cache) {
    WasmModule module = ModuleReader.read(name, bytes);
    StoredCode stored = cache.code(name, bytes, CompiledModule.expected(module, options));
    ValidModule valid = stored.exists() ? TrustedModules.of(module) : Validator.validate(module);
    return new CompiledModule(valid, options, new CompiledModule.Origin(cache, bytes, stored));
  }
}
