package graft.format;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The index spaces of a module: imports first, then what the module defines.
///
/// @param functionTypeIndices for each function the index of its type
/// @param exportedFunctions for each exported function the first name that it is exported by
/// @param importedFunctions the names of the imported functions
/// @param exportsByName all exports
public record IndexSpaces(
    int[] functionTypeIndices,
    List<TableType> tables,
    List<MemoryType> memories,
    List<GlobalType> globals,
    List<TagType> tags,
    Map<Integer, String> exportedFunctions,
    List<String> importedFunctions,
    ExportIndex exportsByName) {

  static IndexSpaces of(
      List<FunctionType> types,
      List<Import> imports,
      int[] functionTypeIndices,
      List<TableType> tables,
      List<MemoryType> memories,
      List<Global> globals,
      int[] tags,
      List<Export> exports) {
    List<Integer> functionTypes = new ArrayList<>();
    List<TableType> allTables = new ArrayList<>();
    List<MemoryType> allMemories = new ArrayList<>();
    List<GlobalType> allGlobals = new ArrayList<>();
    List<TagType> allTags = new ArrayList<>();
    List<String> importedFunctions = new ArrayList<>();
    for (Import entry : imports) {
      ExternType type = entry.type();
      switch (type.kind()) {
        case FUNCTION -> {
          functionTypes.add(entry.typeIndex());
          importedFunctions.add(entry.name());
        }
        case TABLE -> allTables.add((TableType) type);
        case MEMORY -> allMemories.add((MemoryType) type);
        case GLOBAL -> allGlobals.add((GlobalType) type);
        case TAG -> allTags.add((TagType) type);
      }
    }
    for (int type : functionTypeIndices) {
      functionTypes.add(type);
    }
    allTables.addAll(tables);
    allMemories.addAll(memories);
    globals.forEach(global -> allGlobals.add(global.type()));
    for (int type : tags) {
      allTags.add(new TagType(types.get(type)));
    }
    Map<Integer, String> exported = new HashMap<>();
    for (Export export : exports) {
      if (export.kind() == ExternKind.FUNCTION) {
        exported.putIfAbsent(export.index(), export.name());
      }
    }
    return new IndexSpaces(
        functionTypes.stream().mapToInt(Integer::intValue).toArray(),
        List.copyOf(allTables),
        List.copyOf(allMemories),
        List.copyOf(allGlobals),
        List.copyOf(allTags),
        Collections.unmodifiableMap(exported),
        List.copyOf(importedFunctions),
        new ExportIndex(exports));
  }

  String functionName(WasmModule module, int index) {
    String name = module.names().functions().get(index);
    if (name == null) {
      name = exportedFunctions.get(index);
    }
    if (name == null && index < importedFunctions.size()) {
      name = importedFunctions.get(index);
    }
    return name == null ? "f" + index : name;
  }
}
