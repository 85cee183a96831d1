package graft.testing.fuzz;

import graft.format.FunctionType;
import graft.format.GlobalType;
import graft.format.ValType;
import graft.testkit.WasmBytes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// A valid module made from a seed: the same seed and features always give the same bytes.
///
/// It imports four functions `fuzzing-support.log-TYPE`, and exports its memory, its mutable
/// globals, some functions, and `hangLimitInitializer`, which must be called before each of them:
/// every loop iteration and call burns fuel, and traps once there is none left. Results that the
/// specification leaves open (the bits of a NaN) are replaced by fixed ones. These are the habits
/// of binaryen's `wasm-opt -ttf`, so that both kinds of module are run in the same way.
public final class RandomModule {
  static final int TABLE_SIZE = 12;
  static final int MEMORY_PAGES = 1;
  static final int MAXIMUM_PAGES = 3;

  /// The global that holds the fuel.
  static final int FUEL = 0;

  /// The function that fills the fuel up; behind the imported ones.
  static final int REFUEL = 4;

  private static final int LOGS = REFUEL;
  private static final List<ValType> SCALARS =
      List.of(ValType.I32, ValType.I64, ValType.F32, ValType.F64);

  final SplittableRandom random;
  final Set<Feature> features;
  final OpcodePool opcodes;

  /// Value types that may occur anywhere.
  final List<ValType> valueTypes;

  /// The type section.
  final List<FunctionType> types = new ArrayList<>();

  /// The type of each function, imports first.
  final List<FunctionType> functions = new ArrayList<>();

  /// The globals, the fuel first.
  final List<GlobalType> globals = new ArrayList<>();

  /// Which function stands in each slot of the table, or -1.
  final int[] slots = new int[TABLE_SIZE];

  /// The sizes of the passive data segments.
  final List<Integer> passiveData = new ArrayList<>();

  /// The sizes of the passive element segments.
  final List<Integer> passiveElements = new ArrayList<>();

  /// The types of the tags.
  final List<FunctionType> tags = new ArrayList<>();

  private final List<byte[]> bodies = new ArrayList<>();

  private RandomModule(long seed, Set<Feature> features) {
    this.random = new SplittableRandom(seed);
    this.features = features;
    this.opcodes = new OpcodePool(features);
    this.valueTypes = new ArrayList<>(SCALARS);
    if (features.contains(Feature.SIMD)) {
      valueTypes.add(ValType.V128);
    }
    if (features.contains(Feature.REFERENCES)) {
      valueTypes.add(ValType.FUNCREF);
      valueTypes.add(ValType.EXTERNREF);
    }
  }

  /// Makes a module.
  public static byte[] generate(long seed, Set<Feature> features) {
    RandomModule module = new RandomModule(seed, features);
    module.declare();
    module.writeBodies();
    return module.toBytes();
  }

  /// A part of the given features, chosen by the seed: modules that use few of them go deeper.
  public static Set<Feature> someOf(Set<Feature> features, long seed) {
    SplittableRandom random = new SplittableRandom(~seed);
    Set<Feature> chosen = EnumSet.noneOf(Feature.class);
    for (Feature feature : features) {
      if (random.nextInt(3) > 0) {
        chosen.add(feature);
      }
    }
    return chosen;
  }

  private void declare() {
    for (ValType type : SCALARS) {
      functions.add(intern(new FunctionType(List.of(type), List.of())));
    }
    functions.add(intern(new FunctionType(List.of(), List.of())));
    int count = 1 + random.nextInt(8);
    for (int i = 0; i < count; i++) {
      functions.add(intern(randomType()));
    }
    globals.add(new GlobalType(ValType.I32, true));
    for (int i = random.nextInt(6); i > 0; i--) {
      globals.add(new GlobalType(valueType(), random.nextInt(5) > 0));
    }
    for (int i = 0; i < TABLE_SIZE; i++) {
      slots[i] = random.nextInt(5) == 0 ? -1 : function();
    }
    if (features.contains(Feature.BULK)) {
      for (int i = random.nextInt(3); i > 0; i--) {
        passiveData.add(random.nextInt(100));
      }
      for (int i = random.nextInt(3); i > 0; i--) {
        passiveElements.add(random.nextInt(TABLE_SIZE));
      }
    }
    if (features.contains(Feature.EXCEPTIONS) || features.contains(Feature.EXNREF)) {
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        tags.add(intern(new FunctionType(valueTypes(random.nextInt(3)), List.of())));
      }
    }
  }

  private FunctionType randomType() {
    boolean several = features.contains(Feature.MULTI_VALUE) && random.nextInt(3) == 0;
    return new FunctionType(
        valueTypes(random.nextInt(random.nextInt(8) == 0 ? 12 : 4)),
        valueTypes(several ? 2 + random.nextInt(3) : random.nextInt(2)));
  }

  /// Any function but `hangLimitInitializer`, which would let loops run for ever.
  int function() {
    int index = random.nextInt(functions.size() - 1);
    return index < REFUEL ? index : index + 1;
  }

  ValType valueType() {
    // Scalars more often than the rest.
    return random.nextInt(3) > 0
        ? SCALARS.get(random.nextInt(SCALARS.size()))
        : valueTypes.get(random.nextInt(valueTypes.size()));
  }

  List<ValType> valueTypes(int count) {
    List<ValType> chosen = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      chosen.add(valueType());
    }
    return chosen;
  }

  /// Makes sure that the type section has a type.
  FunctionType intern(FunctionType type) {
    if (!types.contains(type)) {
      types.add(type);
    }
    return type;
  }

  int typeIndex(FunctionType type) {
    return types.indexOf(intern(type));
  }

  private void writeBodies() {
    // hangLimitInitializer
    bodies.add(
        new WasmBytes()
            .u32(0)
            .u8(0x41)
            .s64(200 + random.nextInt(800))
            .u8(0x24)
            .u32(FUEL)
            .u8(0x0b)
            .toArray());
    boolean large = random.nextInt(12) == 0;
    int largest = LOGS + 1 + random.nextInt(functions.size() - LOGS - 1);
    for (int i = LOGS + 1; i < functions.size(); i++) {
      int size = large && i == largest ? 1500 + random.nextInt(8000) : 10 + random.nextInt(150);
      bodies.add(new RandomCode(this, functions.get(i), size).generate());
    }
  }

  private byte[] toBytes() {
    WasmBytes out = WasmBytes.module();
    // The code has named types already, so that this list is complete.
    out.section(
        1,
        types,
        (to, type) -> {
          to.u8(0x60);
          types(to, type.parameters());
          types(to, type.results());
        });
    out.section(
        2,
        SCALARS,
        (to, type) ->
            to.name("fuzzing-support")
                .name("log-" + type)
                .u8(0)
                .u32(typeIndex(new FunctionType(List.of(type), List.of()))));
    out.section(
        3, functions.subList(LOGS, functions.size()), (to, type) -> to.u32(typeIndex(type)));
    out.section(4, List.of(TABLE_SIZE), (to, size) -> to.u8(0x70).u8(1).u32(size).u32(size + 6));
    out.section(5, memories(), (to, flags) -> to.u8(flags).u32(MEMORY_PAGES).u32(MAXIMUM_PAGES));
    out.section(13, tags, (to, type) -> to.u8(0).u32(typeIndex(type)));
    out.section(
        6,
        globals,
        (to, global) -> {
          to.u8(global.type().code()).u8(global.mutable() ? 1 : 0);
          RandomCode.constant(to, global.type(), random);
          to.u8(0x0b);
        });
    writeExports(out);
    writeElements(out);
    if (!passiveData.isEmpty()) {
      out.u8(12).u8(1).u8(passiveData.size() + 1);
    }
    out.section(10, bodies, WasmBytes::vector);
    writeData(out);
    return out.toArray();
  }

  /// The flags of each memory: with a maximum, and perhaps addresses of 64 bits.
  private List<Integer> memories() {
    int first = features.contains(Feature.MEMORY64) ? 5 : 1;
    return features.contains(Feature.MULTI_MEMORY) ? List.of(first, 1) : List.of(first);
  }

  private record ExportEntry(String name, int kind, int index) {}

  private void writeExports(WasmBytes out) {
    List<ExportEntry> exports = new ArrayList<>();
    exports.add(new ExportEntry("hangLimitInitializer", 0, LOGS));
    for (int i = LOGS + 1; i < functions.size(); i++) {
      exports.add(new ExportEntry("f" + i, 0, i));
    }
    exports.add(new ExportEntry("memory", 2, 0));
    if (features.contains(Feature.MULTI_MEMORY)) {
      exports.add(new ExportEntry("memory1", 2, 1));
    }
    for (int i = 1; i < globals.size(); i++) {
      exports.add(new ExportEntry("g" + i, 3, i));
    }
    out.section(7, exports, (to, export) -> to.name(export.name).u8(export.kind).u32(export.index));
  }

  private void writeElements(WasmBytes out) {
    WasmBytes body = new WasmBytes();
    int count = 0;
    for (int i = 0; i < TABLE_SIZE; i++) {
      if (slots[i] >= 0) {
        // One segment for each slot, so that any may be left empty.
        body.u32(0).u8(0x41).s64(i).u8(0x0b).u32(1).u32(slots[i]);
        count++;
      }
    }
    WasmBytes passive = new WasmBytes();
    for (int size : passiveElements) {
      passive.u32(1).u8(0).u32(size);
      for (int i = 0; i < size; i++) {
        passive.u32(function());
      }
    }
    WasmBytes declared = new WasmBytes();
    if (features.contains(Feature.REFERENCES)) {
      declared.u32(3).u8(0).u32(functions.size());
      for (int i = 0; i < functions.size(); i++) {
        declared.u32(i);
      }
    }
    int all = count + passiveElements.size() + (declared.size() > 0 ? 1 : 0);
    // The passive ones first: their indices stand in the code.
    WasmBytes section =
        new WasmBytes().u32(all).raw(passive.toArray()).raw(body.toArray()).raw(declared.toArray());
    out.u8(9).vector(section.toArray());
  }

  private void writeData(WasmBytes out) {
    WasmBytes section = new WasmBytes().u32(passiveData.size() + 1);
    for (int size : passiveData) {
      section.u32(1).vector(randomBytes(size));
    }
    int constant = features.contains(Feature.MEMORY64) ? 0x42 : 0x41;
    section.u32(0).u8(constant).s64(random.nextInt(1000)).u8(0x0b).vector(randomBytes(200));
    out.u8(11).vector(section.toArray());
  }

  private byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  /// Value types with their number in front.
  private static void types(WasmBytes to, List<ValType> types) {
    to.u32(types.size());
    types.forEach(type -> to.u8(type.code()));
  }
}
