package graft.compiler;

import graft.format.ValidModule;
import graft.format.WasmModule;
import graft.runtime.Extern;
import graft.runtime.Instance;
import java.util.List;

/// A module that is ready to run: shared by all its instances, immutable to the outside, filled
/// with translated code as functions are called.
public final class CompiledModule {
  private final WasmModule module;
  private final CompilerOptions options;

  CompiledModule(ValidModule module, CompilerOptions options) {
    this.module = module.module();
    this.options = options;
  }

  /// The module.
  public WasmModule module() {
    return module;
  }

  /// Makes an instance and runs its start function
  /// ([spec](https://webassembly.github.io/spec/core/exec/modules.html#instantiation)).
  ///
  /// @param imports what the module imports, in the order of its import section
  /// @throws LinkException if an import has the wrong type
  /// @throws graft.runtime.Trap if a segment does not fit or the start function traps
  public Instance instantiate(List<? extends Extern> imports) {
    throw new UnsupportedOperationException("BUG: not translated yet: " + options + imports);
  }
}
