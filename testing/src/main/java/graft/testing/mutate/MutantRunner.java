package graft.testing.mutate;

import graft.compiler.CompiledModule;
import graft.compiler.Compiler;
import graft.compiler.CompilerOptions;
import graft.format.ExternKind;
import graft.format.FunctionBody;
import graft.format.FunctionType;
import graft.format.InvalidModuleException;
import graft.format.MalformedModuleException;
import graft.format.MemoryType;
import graft.format.ModuleReader;
import graft.format.TableType;
import graft.format.ValType;
import graft.format.ValidModule;
import graft.format.Validator;
import graft.format.WasmModule;
import graft.runtime.Budget;
import graft.runtime.Func;
import graft.runtime.Instance;
import graft.runtime.V128;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Does with a module all that can be done to it: reads, validates, instantiates, runs some of its
/// functions with zeros, under limits.
final class MutantRunner {
  /// What became of a mutant; everything else is an exception.
  enum Outcome {
    /// No well-formed module.
    MALFORMED,
    /// No valid module.
    INVALID,
    /// Wants more memory or table than it may have, or did not link.
    REFUSED,
    /// Ran, at least in part.
    RAN
  }

  /// 64 MB.
  private static final int MAXIMUM_PAGES = 1024;

  private static final int MAXIMUM_SLOTS = 100_000;
  private static final long STEPS = 200_000;
  private static final int FUNCTIONS = 12;

  private final boolean run;

  /// @param run whether to instantiate what is valid
  MutantRunner(boolean run) {
    this.run = run;
  }

  /// Tries a module.
  ///
  /// @param name for messages
  /// @param offset where it was changed: the function there is called, too
  /// @param program that the module belongs to, or null
  /// @throws RuntimeException that no damaged module should cause
  /// @throws Error likewise
  Outcome tryOut(String name, byte[] bytes, int offset, @Nullable LinkedRunner program) {
    ValidModule valid;
    try {
      valid = Validator.validate(ModuleReader.read(name, bytes));
    } catch (MalformedModuleException e) {
      return Outcome.MALFORMED;
    } catch (InvalidModuleException e) {
      return Outcome.INVALID;
    }
    WasmModule module = valid.module();
    if (!run) {
      return Outcome.RAN;
    }
    if (isTooLarge(module)) {
      return Outcome.REFUSED;
    }
    Instance instance;
    try {
      CompiledModule compiled = Compiler.compile(valid, CompilerOptions.INTERRUPTIBLE);
      instance = compiled.instantiate(StubImports.of(module, MAXIMUM_PAGES));
    } catch (RuntimeException e) {
      requireClean(e);
      return Outcome.REFUSED;
    }
    for (int index : functionsToCall(module, offset)) {
      instance.budget = new Budget(STEPS);
      call(instance.function(index));
    }
    if (program != null) {
      try {
        program.run(bytes);
      } catch (RuntimeException e) {
        requireClean(e);
      }
    }
    return Outcome.RAN;
  }

  private static boolean isTooLarge(WasmModule module) {
    for (MemoryType memory : module.allMemories()) {
      if (Long.compareUnsigned(memory.limits().minimum(), MAXIMUM_PAGES) > 0) {
        return true;
      }
    }
    for (TableType table : module.allTables()) {
      if (Long.compareUnsigned(table.limits().minimum(), MAXIMUM_SLOTS) > 0) {
        return true;
      }
    }
    return false;
  }

  /// The changed function, constructors and the like, and some more.
  private static Set<Integer> functionsToCall(WasmModule module, int offset) {
    Set<Integer> indices = new TreeSet<>();
    List<FunctionBody> bodies = module.bodies();
    for (int i = 0; i < bodies.size(); i++) {
      FunctionBody body = bodies.get(i);
      if (offset >= body.offset() && offset < body.code().end()) {
        indices.add(module.importedFunctionCount() + i);
      }
    }
    module.exports().stream()
        .filter(export -> export.kind() == ExternKind.FUNCTION)
        .limit(FUNCTIONS)
        .forEach(export -> indices.add(export.index()));
    return indices;
  }

  private static void call(Func function) {
    try {
      function.invoke(zeros(function.type()));
    } catch (RuntimeException e) {
      requireClean(e);
    }
  }

  /// A zero or null for each parameter.
  static @Nullable Object[] zeros(FunctionType type) {
    return type.parameters().stream().map(MutantRunner::zero).toArray();
  }

  private static @Nullable Object zero(ValType type) {
    return switch (type) {
      case I32 -> 0;
      case I64 -> 0L;
      case F32 -> 0f;
      case F64 -> 0d;
      case V128 -> V128.ZERO;
      case FUNCREF, EXTERNREF, EXNREF -> null;
    };
  }

  /// Passes the project's own exceptions, which a guest may cause.
  private static void requireClean(RuntimeException e) {
    if (!e.getClass().getPackageName().startsWith("graft.")) {
      throw e;
    }
  }
}
