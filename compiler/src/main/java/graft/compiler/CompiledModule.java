package graft.compiler;

import graft.format.FunctionType;
import graft.format.MemoryType;
import graft.format.ValidModule;
import graft.format.WasmModule;
import graft.runtime.Extern;
import graft.runtime.FunctionFactory;
import graft.runtime.Instance;
import graft.runtime.Memory;
import graft.runtime.Signature;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A module that is ready to run: shared by all its instances, immutable to the outside, filled
/// with translated code as functions are called.
public final class CompiledModule {
  private final WasmModule module;
  private final ModuleNames names;
  private final CompilerOptions options;

  /// By the memories that are mapped: instances mostly agree about that.
  private final Map<Long, ModuleLoader> loaders = new ConcurrentHashMap<>();

  CompiledModule(ValidModule module, CompilerOptions options) {
    this.module = module.module();
    this.names = new ModuleNames(this.module);
    this.options = options;
    for (FunctionType type : this.module.types()) {
      if (type.results().size() > 1) {
        Signature.defineResults(type.results());
      }
    }
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
    return instantiate(imports, Memory.UNLIMITED);
  }

  /// The same, with a limit for memories that the module defines.
  ///
  /// @param maximumPages in pages of 64 KiB
  public Instance instantiate(List<? extends Extern> imports, int maximumPages) {
    ModuleLoader loader = loader(mapped(imports));
    return new Instantiation(module, names, newInstance(loader), maximumPages, loader.options())
        .run(imports);
  }

  private ModuleLoader loader(long mapped) {
    return loaders.computeIfAbsent(
        mapped, each -> new ModuleLoader(names, options.withMapped(each)));
  }

  /// Which memories of an instance are mapped: of the imported ones, those that are; of the others,
  /// those whose type asks for it.
  private long mapped(List<? extends Extern> imports) {
    long mapped = 0;
    int memories = 0;
    for (Extern each : imports) {
      if (each instanceof Memory memory) {
        mapped |= memory.isMapped() ? CompilerOptions.bit(memories) : 0;
        memories++;
      }
    }
    List<MemoryType> types = module.allMemories();
    for (int i = memories; i < types.size(); i++) {
      boolean isMapped = options.mapAll() || Memory.isMapped(types.get(i));
      mapped |= isMapped ? CompilerOptions.bit(i) : 0;
    }
    return mapped;
  }

  /// The loader whose code most instances will have.
  private ModuleLoader loader() {
    long mapped = 0;
    List<MemoryType> types = module.allMemories();
    for (int i = 0; i < types.size(); i++) {
      mapped |= Memory.isMapped(types.get(i)) ? CompilerOptions.bit(i) : 0;
    }
    return loader(mapped);
  }

  /// Translates every function now, without keeping the result: to measure, or to see that the JVM
  /// takes it.
  ///
  /// @param verify whether the classes are also loaded and verified
  public TranslationReport translateAll(boolean verify) {
    ModuleLoader loader = loader();
    List<String> large = new ArrayList<>();
    int methods = 0;
    long classBytes = 0;
    long started = System.nanoTime();
    for (int chunk = 0; chunk < names.chunkCount(); chunk++) {
      ChunkTranslator translator = new ChunkTranslator(names, loader.options(), chunk);
      for (byte[] file : translator.translate().values()) {
        classBytes += file.length;
      }
      methods += translator.methodCount();
      large.addAll(translator.largeMethods());
    }
    long nanoseconds = System.nanoTime() - started;
    if (verify) {
      loader.verifyAll();
    }
    long wasmBytes = module.bodies().stream().mapToLong(body -> body.code().sizeInBytes()).sum();
    return new TranslationReport(
        module.bodies().size(), methods, large, wasmBytes, classBytes, nanoseconds);
  }

  private Instance newInstance(ModuleLoader loader) {
    try {
      Constructor<?> constructor =
          loader
              .loadClass("graft.code.Inst")
              .getConstructor(WasmModule.class, FunctionFactory.class);
      return (Instance) constructor.newInstance(module, (FunctionFactory) loader::newFunction);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("BUG: a generated class is not as it was made", e);
    }
  }
}
