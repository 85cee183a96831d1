package graft.compiler;

import graft.format.FunctionType;
import graft.format.Import;
import graft.format.InvalidModuleException;
import graft.format.MemoryType;
import graft.format.ValidModule;
import graft.format.WasmModule;
import graft.runtime.Extern;
import graft.runtime.FunctionFactory;
import graft.runtime.Instance;
import graft.runtime.Memory;
import graft.runtime.Signature;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// A module that is ready to run: shared by all its instances, immutable to the outside, filled
/// with translated code as functions are called.
public final class CompiledModule {
  private final WasmModule module;
  private final ModuleNames names;
  private final CompilerOptions options;
  private final @Nullable Origin origin;

  /// By the memories that are mapped: instances mostly agree about that.
  private final Map<Long, ModuleLoader> loaders = new ConcurrentHashMap<>();

  /// Where a module's code may be kept.
  ///
  /// @param bytes the module's
  /// @param expected what is kept for the options that most instances will have
  record Origin(CodeCache cache, byte[] bytes, StoredCode expected) {}

  /// @param origin or null if nothing is kept
  /// @throws InvalidModuleException if an imported function has more parameters or results than the
  ///   JVM allows
  CompiledModule(ValidModule module, CompilerOptions options, @Nullable Origin origin) {
    this.origin = origin;
    this.module = module.module();
    this.names = new ModuleNames(this.module);
    this.options = options;
    requirePossibleImports();
  }

  /// Makes sure that there can be functions for all that are imported. Others of such types cannot
  /// be called; the rest of the module can.
  private void requirePossibleImports() {
    int function = 0;
    for (Import each : module.imports()) {
      if (each.type() instanceof FunctionType type) {
        if (!Signature.isPossible(type)) {
          throw new InvalidModuleException(
              module.file(),
              "cannot be run here: the import "
                  + each.module()
                  + "."
                  + each.name()
                  + " of type "
                  + each.typeIndex()
                  + " has "
                  + Signature.impossible(type),
              function,
              module.functionName(function),
              each.offset());
        }
        function++;
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
    ModuleLoader known = loaders.get(mapped);
    if (known != null) {
      return known;
    }
    // Not within the map: an overflow of the stack would leave it spoiled.
    CompilerOptions own = options.withMapped(mapped);
    ModuleLoader made = new ModuleLoader(names, own, stored(own));
    known = loaders.putIfAbsent(mapped, made);
    return known == null ? made : known;
  }

  private @Nullable StoredCode stored(CompilerOptions own) {
    if (origin == null) {
      return null;
    }
    return own.equals(expected(module, options))
        ? origin.expected
        : origin.cache.code(module.file(), origin.bytes, own);
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
    return loader(expected(module, options).mapped());
  }

  /// The options that most instances will have.
  static CompilerOptions expected(WasmModule module, CompilerOptions options) {
    long mapped = 0;
    List<MemoryType> types = module.allMemories();
    for (int i = 0; i < types.size(); i++) {
      mapped |= Memory.isMapped(types.get(i)) ? CompilerOptions.bit(i) : 0;
    }
    return options.withMapped(mapped);
  }

  /// Translates every function now and keeps it in the cache of the disk, if there is one.
  ///
  /// @param jobs how many threads do that
  /// @param verify whether all classes are also loaded and verified by the JVM
  /// @param progress is told now and then how many bytes of wasm code are done, by any thread
  public TranslationReport translateAll(int jobs, boolean verify, LongConsumer progress) {
    return new EagerTranslation(names, loader(), verify, progress).run(jobs);
  }

  /// Writes what {@link #translateAll} has made to the cache of the disk, if there is one, now;
  /// otherwise that happens some seconds later. While another JVM writes, this waits for minutes.
  ///
  /// @throws IOException if that fails: why
  public void keep() throws IOException {
    IOException problem = origin == null ? null : origin.cache.write(origin.expected);
    if (problem != null) {
      throw problem;
    }
  }

  /// The same as {@link #translateAll(int, boolean, LongConsumer)} in one thread.
  public TranslationReport translateAll(boolean verify) {
    return translateAll(1, verify, _ -> {});
  }

  private Instance newInstance(ModuleLoader loader) {
    try {
      Constructor<?> constructor =
          loader
              .loadClass(ModuleLoader.INSTANCE)
              .getConstructor(WasmModule.class, FunctionFactory.class);
      return (Instance) constructor.newInstance(module, (FunctionFactory) loader::newFunction);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("BUG: a generated class is not as it was made", e);
    }
  }
}
