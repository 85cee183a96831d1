package graft.format;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A well-formed module: what the sections of one binary say. Code is not decoded yet.
///
/// Made by {@link ModuleReader}. Lists hold what the module itself defines; the index spaces (where
/// imports come first) are reached through {@link #functionType(int)} and its like.
///
/// @param file the name that errors show
/// @param bytes the whole file; must not be changed
/// @param types the type section
/// @param imports the import section
/// @param functionTypeIndices for each defined function the index of its type
/// @param tables the defined tables
/// @param memories the defined memories
/// @param tags for each defined tag the index of its type
/// @param globals the defined globals
/// @param exports the export section
/// @param startFunction index of the start function, or -1
/// @param elements the element section
/// @param dataCount what the data count section says, or -1 where there is none
/// @param bodies the code section, one entry for each defined function
/// @param data the data section
/// @param sections every section in the order of the file, custom ones included
/// @param dylink what `dylink.0` (or the old `dylink`) says, or null
/// @param names what the name section says; empty where there is none or it is malformed
public record WasmModule(
    String file,
    byte[] bytes,
    List<FunctionType> types,
    List<Import> imports,
    int[] functionTypeIndices,
    List<TableType> tables,
    List<MemoryType> memories,
    int[] tags,
    List<Global> globals,
    List<Export> exports,
    int startFunction,
    List<ElementSegment> elements,
    int dataCount,
    List<FunctionBody> bodies,
    List<DataSegment> data,
    List<Section> sections,
    @Nullable Dylink dylink,
    NameSection names,
    IndexSpaces spaces) {

  /// The type of function `index`, imports first.
  public FunctionType functionType(int index) {
    return types.get(spaces.functionTypeIndices()[index]);
  }

  /// The index in {@link #types} of the type of function `index`, imports first.
  public int functionTypeIndex(int index) {
    return spaces.functionTypeIndices()[index];
  }

  /// How many functions are imported: the index of the first function that the module defines.
  public int importedFunctionCount() {
    return spaces.functionTypeIndices().length - functionTypeIndices.length;
  }

  /// How many functions there are, imported ones included.
  public int functionCount() {
    return spaces.functionTypeIndices().length;
  }

  /// What is exported under a name, or null.
  public @Nullable Export export(String name) {
    return spaces.exportsByName().find(name);
  }

  /// The first custom section with the given name, or null.
  public @Nullable Section customSection(String name) {
    return Section.custom(sections, name);
  }

  /// The types of all tables, imports first.
  public List<TableType> allTables() {
    return spaces.tables();
  }

  /// The types of all memories, imports first.
  public List<MemoryType> allMemories() {
    return spaces.memories();
  }

  /// The types of all globals, imports first.
  public List<GlobalType> allGlobals() {
    return spaces.globals();
  }

  /// The types of all tags, imports first.
  public List<TagType> allTags() {
    return spaces.tags();
  }

  /// The function's name for people: from the name section, else from an export, else from its
  /// import, else `fN`.
  public String functionName(int index) {
    return spaces.functionName(this, index);
  }
}
