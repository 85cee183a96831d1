package graft.compiler;

import graft.classfile.Bytecode;
import graft.classfile.ClassWriter;
import graft.classfile.CodeWriter;
import graft.classfile.TooLargeException;
import graft.format.WasmModule;
import graft.runtime.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/// Translates the functions of a chunk into a class, and into further classes where large functions
/// need more constants than one class can have.
final class ChunkTranslator {
  /// Constants that a class may have when the methods of a function are in it.
  private static final int MOST_CONSTANTS = 60_000;

  /// The same for the chunk's own class, which must have room for a method of each function.
  private static final int MOST_OWN_CONSTANTS = 36_000;

  /// An estimate above which a method will not even fit in a class file.
  private static final int HOPELESS = 60_000;

  /// Ways to cut, the best for speed first.
  private static final List<Attempt> ATTEMPTS =
      List.of(
          new Attempt(0.92, 0.7, 2, false, 0),
          new Attempt(0.85, 0.7, 1.1, true, 0),
          new Attempt(0.50, 0.7, 1.1, true, 0),
          new Attempt(0.80, 5, 1.1, true, 0),
          new Attempt(0.80, 40, 1.1, true, 0),
          new Attempt(0.80, 300, 1.1, true, 0));

  /// A way to cut a region.
  ///
  /// @param scale of the limit that the estimates should stay below
  /// @param partScale how many times the limit the largest part may be, by estimate; parts above
  ///   the limit are cut again
  /// @param greed how many times its call's cost a part must save
  /// @param groups whether arms of a switch are grouped
  /// @param size of the method that came out
  private record Attempt(double scale, double partScale, double greed, boolean groups, int size) {
    int maxPart(int limit) {
      return (int) (partScale * limit);
    }

    Attempt withSize(int found) {
      return new Attempt(scale, partScale, greed, groups, found);
    }
  }

  /// A method with more than [#MANY_CALLS] had better be smaller than the first of these, in bytes.
  /// In larger ones HotSpot's C2 stops to inline the accesses to memory, each of which is a call
  /// (`LiveNodeCountInliningCutoff`), and C1 gives up ("out of virtual registers"), after which C2
  /// may never have its turn. Where that leaves a method that is too large for HotSpot, the second
  /// may do better.
  private static final int[] GOOD_SIZES = {3_500, CompilerOptions.HOTSPOT_LIMIT};

  private static final int MANY_CALLS = 200;

  /// With more calls of jdk.incubator.vector than that in a method, C1 gives up, too, and the
  /// method stays slower by a factor of ten than without that module.
  private static final int MOST_VECTOR_CALLS = 250;

  /// Estimated size of the smallest part that is worth a method, in bytes.
  private static final int SMALLEST_PART = 100;

  /// Constructs within each other up to which a function is cut by its structure, which is searched
  /// level by level.
  private static final int DEEPEST = 3_000;

  /// After so many tries to cut a function, it is left as it is.
  private static final int MAX_SPLITS = 2_000;

  private final ModuleNames names;
  private final CompilerOptions options;
  private final int chunk;
  private final ChunkClasses classes;
  private final List<String> largeMethods = new ArrayList<>();
  private int methodCount;

  /// A method whose code is made but that is in no class yet.
  record Draft(Region region, ClassWriter owner, CodeWriter code, String name, String descriptor) {}

  ChunkTranslator(ModuleNames names, CompilerOptions options, int chunk) {
    this.names = names;
    this.options = options;
    this.chunk = chunk;
    classes = new ChunkClasses(chunk);
  }

  /// Translates, and gives the class files by internal name; the first is the chunk's own.
  Map<String, byte[]> translate() {
    if (!FlightRecorder.isInitialized()) {
      // The first event would initialise the whole recorder.
      return translateAll();
    }
    TranslateEvent event = new TranslateEvent();
    event.begin();
    Map<String, byte[]> files = translateAll();
    if (event.shouldCommit()) {
      int first = names.chunkStart(chunk);
      event.module = names.module().file();
      event.function = names.module().functionName(names.module().importedFunctionCount() + first);
      event.functions = names.chunkStart(chunk + 1) - first;
      event.classes = files.size();
      event.bytes = files.values().stream().mapToLong(each -> each.length).sum();
      event.commit();
    }
    return files;
  }

  private Map<String, byte[]> translateAll() {
    WasmModule module = names.module();
    int imported = module.importedFunctionCount();
    for (int i = names.chunkStart(chunk); i < names.chunkStart(chunk + 1); i++) {
      if (Signature.isPossible(module.functionType(imported + i))) {
        translateFunction(FunctionCode.of(module, imported + i));
      } else {
        // Nobody calls it: whoever tries gets a trap.
        largeMethods.add(names.methodName(imported + i) + TranslationReport.REFUSED);
      }
    }
    return classes.files();
  }

  /// How many methods were made.
  int methodCount() {
    return methodCount;
  }

  /// Methods that HotSpot will not compile, with their size.
  List<String> largeMethods() {
    return largeMethods;
  }

  private void translateFunction(FunctionCode code) {
    ClassWriter own = classes.own();
    ClassWriter home = classes.forFunction();
    ChunkClasses.Mark mark = classes.mark(home);
    List<Draft> drafts = make(code, home);
    if (home == own && own.pool().count() > mostOwnConstants()) {
      classes.undo(mark);
      home = classes.forMovedFunction();
      mark = classes.mark(home);
      drafts = make(code, home);
    }
    if (drafts.isEmpty()) {
      classes.undo(mark);
      code.isMoved = false;
      largeMethods.add(names.methodName(code.functionIndex) + TranslationReport.REFUSED);
      drafts.add(refusal(code, own));
    }
    if (code.hasTailCalls) {
      TailEntry.emit(names, code.functionIndex, own);
    }
    for (Draft draft : drafts) {
      methodCount++;
      if (!isCompiled(draft)) {
        largeMethods.add(draft.name + " (" + draft.code.size() + " bytes)");
      }
      draft.owner.method(
          ClassWriter.PUBLIC | ClassWriter.STATIC, draft.name, draft.descriptor, draft.code);
      if (code.isMoved && draft.region.isWholeFunction()) {
        RegionMethod.addCallOfMoved(draft, names, code, own);
      }
    }
  }

  private int mostOwnConstants() {
    boolean isAlone = names.chunkStart(chunk + 1) - names.chunkStart(chunk) == 1;
    return isAlone ? MOST_CONSTANTS : MOST_OWN_CONSTANTS;
  }

  /// The methods of a function, the way that is best for speed; none if there is no way.
  private List<Draft> make(FunctionCode code, ClassWriter home) {
    code.isMoved = home != classes.own();
    ChunkClasses.Mark mark = classes.mark(home);
    boolean isCutByStructure = !options.cutsAnywhere() && code.nesting <= DEEPEST;
    if (isCutByStructure) {
      List<Draft> drafts = structured(code, home, mark);
      if (areCompiled(drafts)) {
        return drafts;
      }
      classes.undo(mark);
    }
    code.vectors = false;
    List<Draft> segments = new LargeFunction(code, names, options, classes).drafts(home);
    if (fit(segments)) {
      return segments;
    }
    classes.undo(mark);
    return isCutByStructure ? structured(code, home, mark) : new ArrayList<>();
  }

  /// The methods of a function that is cut where its structure allows it; none if it cannot be.
  private List<Draft> structured(FunctionCode code, ClassWriter home, ChunkClasses.Mark mark) {
    code.vectors = options.vectors() && code.hasVectorCode;
    List<Draft> drafts = drafts(code, home, mark);
    if (code.vectors && drafts.stream().anyMatch(draft -> draft.code.calls() > MOST_VECTOR_CALLS)) {
      code.vectors = false;
      classes.undo(mark);
      drafts = drafts(code, home, mark);
    }
    return drafts;
  }

  /// The methods of a function, of the first size that HotSpot compiles, if there is one.
  private List<Draft> drafts(FunctionCode code, ClassWriter home, ChunkClasses.Mark mark) {
    List<Draft> drafts = new ArrayList<>();
    for (int goodSize : GOOD_SIZES) {
      classes.undo(mark);
      drafts = draft(code, home, Math.min(goodSize, options.methodLimit()));
      if (areCompiled(drafts)) {
        break;
      }
    }
    return drafts;
  }

  /// The methods of a function; none if it does not fit in class files.
  ///
  /// @param goodSize that methods with many calls should have, in bytes
  private List<Draft> draft(FunctionCode code, ClassWriter home, int goodSize) {
    List<Draft> drafts = new ArrayList<>();
    try {
      new Splitter(code, drafts, goodSize).make(RegionPlanner.wholeFunction(code), home);
    } catch (TooLargeException _) {
      drafts.clear();
    }
    return fit(drafts) ? drafts : new ArrayList<>();
  }

  private static boolean fit(List<Draft> drafts) {
    return !drafts.isEmpty()
        && drafts.stream()
            .allMatch(draft -> draft.code.fits() && draft.owner.pool().count() <= MOST_CONSTANTS);
  }

  private boolean areCompiled(List<Draft> drafts) {
    return !drafts.isEmpty() && drafts.stream().allMatch(this::isCompiled);
  }

  /// Whether HotSpot compiles a method, of whatever it is full.
  private boolean isCompiled(Draft draft) {
    return draft.code.size() <= options.methodLimit();
  }

  /// A method that says that this function cannot run here; the rest of the module can.
  private Draft refusal(FunctionCode code, ClassWriter own) {
    CodeWriter out = new CodeWriter(own.pool());
    Region whole = RegionPlanner.wholeFunction(code);
    RegionMethod.declareOnly(code, out);
    // Without the file: the code is kept for whatever its name is.
    out.stringConstant(
        "function "
            + names.methodName(code.functionIndex)
            + " is too large for the JVM and cannot be cut");
    out.invokeStatic("graft/runtime/Trap", "tooLarge", "(Ljava/lang/String;)Lgraft/runtime/Trap;");
    out.op(Bytecode.ATHROW, 1);
    return classes.draft(
        whole,
        own,
        out,
        RegionMethod.name(names, code, whole),
        RegionMethod.descriptor(code, whole));
  }

  /// Makes the methods of one function, cutting it until all of them are small enough.
  private final class Splitter {
    private final FunctionCode code;
    private final List<Draft> drafts;
    private final int goodSize;
    private @Nullable RegionPlanner planner;
    private int splits;

    Splitter(FunctionCode code, List<Draft> drafts, int goodSize) {
      this.code = code;
      this.drafts = drafts;
      this.goodSize = goodSize;
    }

    private boolean isGood(Draft draft) {
      if (code.vectors && draft.code.calls() > MOST_VECTOR_CALLS) {
        return false;
      }
      return draft.code.size() <= goodSize
          || (isCompiled(draft) && draft.code.calls() <= MANY_CALLS);
    }

    /// Adds the drafts of a region and its parts.
    void make(Region region, ClassWriter owner) {
      region.owner = owner.name();
      // Small code is never cut; large code is not even tried whole.
      if (region.to - region.from < 2 * options.methodLimit()) {
        ChunkClasses.Mark mark = classes.mark(owner);
        Draft draft = tryWhole(region, owner);
        if (isGood(draft)) {
          drafts.add(draft);
          return;
        }
        classes.undo(mark);
      }
      split(region, owner);
    }

    private Draft tryWhole(Region region, ClassWriter owner) {
      CodeWriter out = new CodeWriter(owner.pool());
      String descriptor = new FunctionEmitter(code, names, options, region, out).emit();
      return classes.draft(region, owner, out, RegionMethod.name(names, code, region), descriptor);
    }

    /// Cuts a region until its own method is small enough. Where that cannot be reached, the
    /// smallest that was found is used: correct, but HotSpot will not compile it.
    private void split(Region region, ClassWriter owner) {
      Attempt best = null;
      ChunkClasses.Mark mark = classes.mark(owner);
      for (Attempt attempt : ATTEMPTS) {
        if (splits++ > MAX_SPLITS) {
          break;
        }
        int before = drafts.size();
        Draft draft = attempt(region, owner, attempt);
        if (draft != null && isGood(draft)) {
          return;
        }
        drafts.subList(before, drafts.size()).clear();
        classes.undo(mark);
        if (draft != null && (best == null || draft.code.size() < best.size)) {
          best = attempt.withSize(draft.code.size());
        }
      }
      if (best != null) {
        attempt(region, owner, best);
        return;
      }
      region.parts = List.of();
      Draft draft = tryWhole(region, owner);
      drafts.add(draft);
    }

    /// Makes a region with parts; gives its own method, or null where it does not fit in a class
    /// file.
    private @Nullable Draft attempt(Region region, ClassWriter owner, Attempt attempt) {
      RegionPlanner plan = planner();
      region.parts =
          plan.choose(
              region,
              (int) (goodSize * attempt.scale),
              attempt.maxPart(goodSize),
              attempt.greed,
              attempt.groups);
      if (region.parts.isEmpty() || plan.estimatedSize(region) > HOPELESS) {
        return null;
      }
      for (Region part : region.parts) {
        make(part, classes.forPart());
      }
      Draft draft = tryWhole(region, owner);
      drafts.add(draft);
      return draft.code.fits() ? draft : null;
    }

    private RegionPlanner planner() {
      RegionPlanner made = planner;
      if (made == null) {
        made = new RegionPlanner(code, Math.min(SMALLEST_PART, goodSize / 8));
        planner = made;
      }
      return made;
    }
  }
}
