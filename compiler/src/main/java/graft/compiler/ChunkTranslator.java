package graft.compiler;

import graft.classfile.ClassWriter;
import graft.classfile.CodeWriter;
import graft.classfile.TooLargeException;
import graft.format.WasmModule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Translates the functions of a chunk into a class, and into further classes where large functions
/// need more constants than one class can have.
final class ChunkTranslator {
  /// HotSpot never compiles a larger method.
  static final int METHOD_LIMIT = 8_000;

  /// Estimated size of the largest part of a function.
  private static final int PART_SIZE = 5_500;

  private static final int POOL_LIMIT = 30_000;

  /// After so many tries to cut a function, it is left as it is.
  private static final int MAX_SPLITS = 2_000;

  private final ModuleNames names;
  private final CompilerOptions options;
  private final int chunk;
  private final Map<String, ClassWriter> classes = new LinkedHashMap<>();
  private final List<String> largeMethods = new ArrayList<>();
  private int methodCount;
  private ClassWriter current;

  /// A method whose code is made but that is in no class yet.
  private record Draft(Region region, ClassWriter owner, CodeWriter code, String descriptor) {}

  ChunkTranslator(ModuleNames names, CompilerOptions options, int chunk) {
    this.names = names;
    this.options = options;
    this.chunk = chunk;
    this.current = newClass();
  }

  /// Translates, and gives the class files by internal name; the first is the chunk's own.
  Map<String, byte[]> translate() {
    WasmModule module = names.module();
    ClassWriter own = current;
    int imported = module.importedFunctionCount();
    for (int i = names.chunkStart(chunk); i < names.chunkStart(chunk + 1); i++) {
      current = own;
      translateFunction(FunctionCode.of(module, imported + i));
    }
    Map<String, byte[]> files = new LinkedHashMap<>();
    classes.forEach((name, writer) -> files.put(name, writer.toByteArray()));
    return files;
  }

  /// How many methods were made.
  int methodCount() {
    return methodCount;
  }

  /// Methods that HotSpot will not compile, with their size.
  List<String> largeMethods() {
    return largeMethods;
  }

  private ClassWriter newClass() {
    String name =
        ModuleNames.PACKAGE + "C" + chunk + (classes.isEmpty() ? "" : "x" + classes.size());
    ClassWriter made =
        new ClassWriter(ClassWriter.PUBLIC | ClassWriter.FINAL, name, "java/lang/Object", "wasm");
    classes.put(name, made);
    return made;
  }

  private void translateFunction(FunctionCode code) {
    Region whole = RegionPlanner.wholeFunction(code);
    ClassWriter own = current;
    List<Draft> drafts = new ArrayList<>();
    try {
      new Splitter(code, drafts).make(whole, own);
    } catch (TooLargeException _) {
      drafts.clear();
    }
    if (drafts.isEmpty() || drafts.stream().anyMatch(draft -> !draft.code.fits())) {
      drafts.clear();
      largeMethods.add(names.methodName(code.functionIndex) + " (refused)");
      drafts.add(refusal(whole, code.functionIndex, own));
    }
    for (Draft draft : drafts) {
      methodCount++;
      if (draft.code.size() > METHOD_LIMIT) {
        largeMethods.add(
            FunctionEmitter.partName(names, code, draft.region)
                + " ("
                + draft.code.size()
                + " bytes)");
      }
      FunctionEmitter.emit(code, names, draft.region, draft.owner, draft.code, draft.descriptor);
    }
  }

  /// A method that says that this function cannot run here; the rest of the module can.
  private Draft refusal(Region whole, int function, ClassWriter own) {
    CodeWriter out = new CodeWriter(own.pool());
    whole.parts = List.of();
    FunctionEmitter.declareOnly(names.module().functionType(function), out);
    out.stringConstant(
        names.module().file()
            + ": function "
            + names.methodName(function)
            + " is too large for the JVM and cannot be cut");
    out.invokeStatic("graft/runtime/Trap", "tooLarge", "(Ljava/lang/String;)Lgraft/runtime/Trap;");
    out.op(graft.classfile.Bytecode.ATHROW, 1);
    return new Draft(whole, own, out, names.methodDescriptor(function));
  }

  /// Makes the methods of one function, cutting it until all of them are small enough.
  private final class Splitter {
    private final FunctionCode code;
    private final List<Draft> drafts;
    private @Nullable RegionPlanner planner;
    private int splits;

    Splitter(FunctionCode code, List<Draft> drafts) {
      this.code = code;
      this.drafts = drafts;
    }

    /// Adds the drafts of a region and its parts.
    void make(Region region, ClassWriter owner) {
      region.owner = owner.name();
      // Small code is never cut; large code is not even tried whole.
      boolean mayFit = region.to - region.from < 2 * METHOD_LIMIT;
      Draft draft = mayFit ? tryWhole(region, owner) : null;
      if (draft != null && draft.code.size() <= METHOD_LIMIT) {
        drafts.add(draft);
        return;
      }
      split(region, owner);
    }

    private @Nullable Draft tryWhole(Region region, ClassWriter owner) {
      CodeWriter out = new CodeWriter(owner.pool());
      String descriptor = new FunctionEmitter(code, names, options, region, out).emit();
      return new Draft(region, owner, out, descriptor);
    }

    private void split(Region region, ClassWriter owner) {
      RegionPlanner plan = planner();
      double scale = 0.92;
      int maxPart = PART_SIZE;
      for (int attempt = 0; attempt < 12 && splits++ < MAX_SPLITS; attempt++) {
        region.parts = plan.choose(region, (int) (METHOD_LIMIT * scale), maxPart);
        if (region.parts.isEmpty()) {
          break;
        }
        int estimate = plan.estimatedSize(region);
        if (estimate > 2 * METHOD_LIMIT) {
          // Too many parts: larger ones, which are cut again themselves.
          maxPart *= 3;
          continue;
        }
        int before = drafts.size();
        for (Region part : region.parts) {
          make(part, ownerOfPart());
        }
        Draft draft = tryWhole(region, owner);
        if (draft != null && draft.code.size() <= METHOD_LIMIT) {
          drafts.add(draft);
          return;
        }
        drafts.subList(before, drafts.size()).clear();
        scale *= 0.8;
        if (attempt % 3 == 2) {
          maxPart *= 2;
        }
      }
      region.parts = List.of();
      // Not to be cut: correct, but interpreted by HotSpot, if the format takes it at all.
      Draft draft = tryWhole(region, owner);
      if (draft != null) {
        drafts.add(draft);
      }
    }

    private RegionPlanner planner() {
      RegionPlanner made = planner;
      if (made == null) {
        made = new RegionPlanner(code);
        planner = made;
      }
      return made;
    }

    private ClassWriter ownerOfPart() {
      if (current.pool().count() > POOL_LIMIT) {
        current = newClass();
      }
      return current;
    }
  }
}
