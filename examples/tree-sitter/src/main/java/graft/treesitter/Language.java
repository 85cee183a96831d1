package graft.treesitter;

import graft.dl.Library;
import graft.format.Export;
import graft.format.ExternKind;
import graft.runtime.Func;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A grammar: a side module that defines a function `tree_sitter_LANGUAGE`, loaded into {@link
/// TreeSitter}.
public final class Language implements AutoCloseable {
  private static final Pattern FUNCTION = Pattern.compile("tree_sitter_(\\w+)");

  /// Types of symbols from here on are not those of nodes.
  private static final int FIRST_HIDDEN_SYMBOL_TYPE = 2;

  private final TreeSitter treeSitter;
  private final Library library;
  private final String name;
  private final int address;
  private final List<@Nullable String> types;
  private final List<@Nullable String> fields;

  private Language(TreeSitter treeSitter, Library library, String function) {
    this.treeSitter = treeSitter;
    this.library = library;
    this.name = function.substring("tree_sitter_".length());
    Engine engine = treeSitter.engine();
    this.address = addressBy(library.function(function));
    checkVersion();
    this.types = readTypes(engine);
    this.fields = readFields(engine);
  }

  /// Loads a grammar.
  ///
  /// @param file such as `tree-sitter-c.wasm`
  /// @throws graft.dl.LoadException if it cannot be loaded
  /// @throws TreeSitterException if it is no grammar, or one for other versions of tree-sitter
  public static Language load(TreeSitter treeSitter, Path file) {
    return of(treeSitter, treeSitter.process().open(file));
  }

  /// Loads a grammar that is in memory.
  ///
  /// @param name what messages call it
  /// @param bytes the side module
  /// @throws graft.dl.LoadException if it cannot be loaded
  /// @throws TreeSitterException if it is no grammar, or one for other versions of tree-sitter
  public static Language load(TreeSitter treeSitter, String name, byte[] bytes) {
    return of(treeSitter, treeSitter.process().open(name, bytes));
  }

  private static Language of(TreeSitter treeSitter, Library library) {
    try {
      return new Language(treeSitter, library, functionName(library));
    } catch (RuntimeException | Error e) {
      library.close();
      throw e;
    }
  }

  private static String functionName(Library library) {
    for (Export export : library.module().exports()) {
      if (export.kind() == ExternKind.FUNCTION
          && FUNCTION.matcher(export.name()).matches()
          && !export.name().contains("external_scanner_")) {
        return export.name();
      }
    }
    throw new TreeSitterException(
        library.name() + ": not a grammar: exports no function tree_sitter_LANGUAGE");
  }

  private static int addressBy(Func function) {
    if (function.type().parameters().isEmpty() && function.invoke() instanceof Integer address) {
      return address;
    }
    throw new TreeSitterException(
        function.name() + ": not a grammar: expected () -> i32, found " + function.type());
  }

  private void checkVersion() {
    int version = abiVersion();
    if (version < treeSitter.oldestLanguageVersion() || version > treeSitter.languageVersion()) {
      throw new TreeSitterException(
          String.format(
              Locale.ROOT,
              "%s: incompatible language version: expected %d to %d, found %d",
              library.name(),
              treeSitter.oldestLanguageVersion(),
              treeSitter.languageVersion(),
              version));
    }
  }

  private List<@Nullable String> readTypes(Engine engine) {
    int count = engine.call(GuestFunction.LANGUAGE_SYMBOL_COUNT, address);
    List<@Nullable String> read = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int kind = engine.call(GuestFunction.LANGUAGE_SYMBOL_TYPE, address, i);
      read.add(
          kind < FIRST_HIDDEN_SYMBOL_TYPE
              ? engine.utf8(engine.call(GuestFunction.LANGUAGE_SYMBOL_NAME, address, i))
              : null);
    }
    return read;
  }

  private List<@Nullable String> readFields(Engine engine) {
    int count = engine.call(GuestFunction.LANGUAGE_FIELD_COUNT, address) + 1;
    List<@Nullable String> read = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      read.add(engine.utf8(engine.call(GuestFunction.LANGUAGE_FIELD_NAME, address, i)));
    }
    return read;
  }

  /// Its name by its function: `c_sharp` for `tree_sitter_c_sharp`.
  public String name() {
    return name;
  }

  /// The library that it is.
  public Library library() {
    return library;
  }

  /// Which version of the language ABI it was made for.
  public int abiVersion() {
    return treeSitter.engine().call(GuestFunction.LANGUAGE_VERSION, address);
  }

  /// How many node types there are; their ids are 0 and up.
  public int typeCount() {
    return types.size();
  }

  /// The node type with an id, or null if there is none that nodes have.
  public @Nullable String type(int id) {
    return id >= 0 && id < types.size() ? types.get(id) : null;
  }

  /// The id of a node type.
  ///
  /// @param named whether a named or an anonymous one (`"+"`) is meant
  /// @return 0 if there is none
  public int typeId(String type, boolean named) {
    Engine engine = treeSitter.engine();
    byte[] bytes = type.getBytes(StandardCharsets.UTF_8);
    int text = engine.allocate(bytes);
    try {
      return engine.callWith(
          GuestFunction.LANGUAGE_SYMBOL_FOR_NAME, address, text, bytes.length, named ? 1 : 0);
    } finally {
      engine.free(text);
    }
  }

  /// How many fields there are; their ids are 1 and up.
  public int fieldCount() {
    return fields.size() - 1;
  }

  /// The name of a field, or null if there is none with that id.
  public @Nullable String field(int id) {
    return id >= 0 && id < fields.size() ? fields.get(id) : null;
  }

  /// The id of a field, or 0 if there is none of that name.
  public int fieldId(String field) {
    return Math.max(0, fields.indexOf(field));
  }

  /// Unloads the grammar. Close its parsers, trees and queries first.
  @Override
  public void close() {
    if (!treeSitter.engine().isClosed()) {
      library.close();
    }
  }

  @Override
  public String toString() {
    return name;
  }

  TreeSitter treeSitter() {
    return treeSitter;
  }

  int address() {
    return address;
  }

  /// The ids of all node types of that name: an ambiguous name has several.
  List<Integer> typeIds(String type) {
    List<Integer> ids = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      if (type.equals(types.get(i))) {
        ids.add(i);
      }
    }
    return ids;
  }
}
