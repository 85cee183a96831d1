package graft.ld;

import graft.format.FunctionType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A relocatable object
/// ([Linking.md](https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md)), as {@link
/// ObjectReader} finds it. Nothing changes once it is read, but for {@link #symbols} and the ids of
/// its inputs: the object gets them once, when it joins its link.
final class ObjectFile extends InputFile {
  final byte[] bytes;
  boolean is64;
  List<FunctionType> types = List.of();
  List<ObjectImport> functionImports = new ArrayList<>();
  List<ObjectImport> globalImports = new ArrayList<>();
  List<ObjectImport> tagImports = new ArrayList<>();
  List<ObjectImport> tableImports = new ArrayList<>();
  List<InputFunction> functions = new ArrayList<>();
  List<InputGlobal> globals = new ArrayList<>();
  List<InputTag> tags = new ArrayList<>();
  List<InputTable> tables = new ArrayList<>();
  List<InputSegment> segments = new ArrayList<>();
  List<InputSection> sections = new ArrayList<>();

  /// For each section of the file its custom section, or null.
  List<@Nullable InputSection> sectionsByIndex = new ArrayList<>();

  ObjectSymbol[] symbolTable = {};

  /// For each entry of the symbol table, whether an instruction calls the function.
  boolean[] called = {};

  List<InitFunction> initFunctions = new ArrayList<>();
  List<String> comdats = new ArrayList<>();
  List<TargetFeature> features = List.of();
  List<Producer> producers = List.of();

  /// Whether a data segment is thread-local.
  boolean hasTls;

  /// For each entry of the symbol table, what it stands for in this link.
  Symbol[] symbols = {};

  /// Whether the object takes part in any case, not for the sake of something that it defines.
  boolean eager;

  /// Number of the object in its link.
  int number = -1;

  /// A constructor (`WASM_INIT_FUNCS`).
  record InitFunction(int priority, int symbol) {}

  /// An entry of the `target_features` section.
  record TargetFeature(char prefix, String name) {}

  /// An entry of the `producers` section.
  record Producer(String field, String name, String version) {}

  ObjectFile(String path, @Nullable String archive, byte[] bytes) {
    super(path, archive);
    this.bytes = bytes;
  }
}
