package graft.ld;

import graft.format.FunctionType;
import graft.format.GlobalType;
import graft.format.TableType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The names of a link, while it is being resolved: who defines what, and whose definition wins.
///
/// A definition replaces a reference, a strong definition a weak one, an object's a shared
/// library's. A reference to what an archive member defines makes the member join at once.
final class SymbolTable {
  final List<Symbol> symbols = new ArrayList<>();
  final List<InputFunction> syntheticFunctions = new ArrayList<>();
  final List<InputGlobal> syntheticGlobals = new ArrayList<>();
  final List<InputTable> syntheticTables = new ArrayList<>();

  /// Symbols of {@link #addOptionalData}; those that somebody mentions stay.
  final List<Symbol> optionalData = new ArrayList<>();

  final List<Resolution.Extraction> extractions = new ArrayList<>();

  /// Functions that have several types, and those that trap.
  final FunctionVariants variants;

  private final Map<String, Symbol> byName;
  private final Set<String> traced = new HashSet<>();
  private final Set<String> comdats = new HashSet<>();
  private final Options options;
  private final Diagnostics diagnostics;
  private final SymbolMismatches mismatches;
  private final Consumer<Resolver.LazyMember> extract;
  private int symbolCount;
  private int inputCount;

  /// @param expected about how many names there will be
  SymbolTable(
      int expected,
      Options options,
      Diagnostics diagnostics,
      Consumer<Resolver.LazyMember> extract) {
    this.byName = new HashMap<>(Math.clamp(expected, 1 << 14, 1 << 20));
    this.options = options;
    this.diagnostics = diagnostics;
    this.mismatches = new SymbolMismatches(options, diagnostics);
    this.extract = extract;
    this.variants = new FunctionVariants(this, options, diagnostics);
  }

  @Nullable Symbol find(String name) {
    return byName.get(name);
  }

  /// How many symbols there are, local ones included: their ids are below.
  int symbolCount() {
    return symbolCount;
  }

  /// How many inputs there are: their ids are below.
  int inputCount() {
    return inputCount;
  }

  void number(Input input) {
    input.id = inputCount++;
  }

  /// A symbol that no table holds.
  Symbol newSymbol(String name) {
    return new Symbol(symbolCount++, name);
  }

  /// Remembers that messages about this symbol are wanted.
  void trace(String name) {
    traced.add(name);
  }

  /// Whether nobody brought this COMDAT yet.
  boolean addComdat(String name) {
    return comdats.add(name);
  }

  private Symbol insert(String name) {
    Symbol symbol = byName.get(name);
    if (symbol == null) {
      symbol = newSymbol(name);
      symbol.traced = !traced.isEmpty() && traced.contains(name);
      byName.put(name, symbol);
      symbol.place = symbols.size();
      symbols.add(symbol);
    }
    return symbol;
  }

  private Symbol insert(String name, @Nullable InputFile file) {
    Symbol symbol = insert(name);
    if (file == null || file instanceof ObjectFile) {
      symbol.usedInRegularObject = true;
    }
    return symbol;
  }

  /// Whether the name has just come up; only the first to ask hears so.
  private boolean isNew(Symbol symbol) {
    boolean isNew = symbol.fresh;
    symbol.fresh = false;
    return isNew;
  }

  private void replace(
      Symbol symbol, SymbolKind kind, Symbol.State state, int flags, @Nullable InputFile file) {
    symbol.reset(kind, state, flags, file);
    if (symbol.traced && state != Symbol.State.UNDEFINED) {
      diagnostics.say(
          InputFile.describe(file)
              + (state == Symbol.State.LAZY ? ": lazy definition of " : ": definition of ")
              + symbol.name);
    }
  }

  // Definitions.

  Symbol addDefinedFunction(
      String name, int flags, @Nullable InputFile file, InputFunction function) {
    Symbol symbol = insert(name, file);
    if (isNew(symbol) || symbol.isLazy()) {
      defineFunction(symbol, flags, file, function);
      return symbol;
    }
    if (symbol.kind != SymbolKind.FUNCTION) {
      mismatches.reportKind(symbol, file, SymbolKind.FUNCTION);
      return symbol;
    }
    boolean check = !symbol.isUndefined() || symbol.calledDirectly;
    if (check && !matches(symbol, function.type)) {
      Symbol variant = variants.known(symbol, function.type);
      if (variant == null) {
        variant = variants.add(symbol, file);
        defineFunction(variant, flags, file, function);
      } else if (shouldReplace(symbol, file, flags)) {
        defineFunction(variant, flags, file, function);
      }
      // The definition becomes what the name stands for.
      takePlace(symbol, variant);
      return variant;
    }
    if (shouldReplace(symbol, file, flags)) {
      defineFunction(symbol, flags, file, function);
    }
    return symbol;
  }

  private void takePlace(Symbol old, Symbol chosen) {
    if (old != chosen) {
      symbols.set(old.place, chosen);
      chosen.place = old.place;
      old.place = -1;
      byName.put(chosen.name, chosen);
    }
  }

  private void defineFunction(
      Symbol symbol, int flags, @Nullable InputFile file, InputFunction function) {
    replace(symbol, SymbolKind.FUNCTION, Symbol.State.DEFINED, flags, file);
    symbol.function = function;
    symbol.signature = function.type;
  }

  private static boolean matches(Symbol symbol, @Nullable FunctionType type) {
    return symbol.signature == null || type == null || symbol.signature.equals(type);
  }

  private boolean shouldReplace(Symbol existing, @Nullable InputFile file, int flags) {
    if (!existing.isDefined()) {
      return true;
    }
    if ((flags & SymbolFlags.BINDING) == SymbolFlags.WEAK) {
      return false;
    }
    if (existing.isWeak() || existing.isShared()) {
      return true;
    }
    if (options.allowMultipleDefinition) {
      return false;
    }
    diagnostics.errorOrWarn(
        "duplicate symbol: "
            + options.show(existing)
            + "\n>>> defined in "
            + InputFile.describe(existing.file)
            + "\n>>> defined in "
            + InputFile.describe(file));
    return true;
  }

  Symbol addDefinedData(
      String name,
      int flags,
      @Nullable InputFile file,
      @Nullable InputSegment segment,
      long offset,
      long size) {
    Symbol symbol = insert(name, file);
    if (isNew(symbol) || symbol.isLazy()) {
      defineData(symbol, flags, file, segment, offset, size);
      return symbol;
    }
    if (symbol.kind != SymbolKind.DATA) {
      mismatches.reportKind(symbol, file, SymbolKind.DATA);
    }
    if (shouldReplace(symbol, file, flags)) {
      defineData(symbol, flags, file, segment, offset, size);
    }
    return symbol;
  }

  private void defineData(
      Symbol symbol,
      int flags,
      @Nullable InputFile file,
      @Nullable InputSegment segment,
      long offset,
      long size) {
    replace(symbol, SymbolKind.DATA, Symbol.State.DEFINED, flags, file);
    symbol.segment = segment;
    symbol.offset = offset;
    symbol.size = size;
  }

  Symbol addDefinedGlobal(String name, int flags, @Nullable InputFile file, InputGlobal global) {
    Symbol symbol = insert(name, file);
    if (isTaken(
        symbol,
        SymbolKind.GLOBAL,
        flags,
        file,
        () -> mismatches.checkGlobal(symbol, file, global.type))) {
      replace(symbol, SymbolKind.GLOBAL, Symbol.State.DEFINED, flags, file);
      symbol.global = global;
      symbol.globalType = global.type;
    }
    return symbol;
  }

  Symbol addDefinedTag(String name, int flags, @Nullable InputFile file, InputTag tag) {
    Symbol symbol = insert(name, file);
    if (isTaken(
        symbol, SymbolKind.TAG, flags, file, () -> mismatches.checkTag(symbol, file, tag.type))) {
      replace(symbol, SymbolKind.TAG, Symbol.State.DEFINED, flags, file);
      symbol.tag = tag;
      symbol.signature = tag.type;
    }
    return symbol;
  }

  Symbol addDefinedTable(String name, int flags, @Nullable InputFile file, InputTable table) {
    Symbol symbol = insert(name, file);
    if (isTaken(
        symbol,
        SymbolKind.TABLE,
        flags,
        file,
        () -> mismatches.checkTable(symbol, file, table.type))) {
      replace(symbol, SymbolKind.TABLE, Symbol.State.DEFINED, flags, file);
      symbol.table = table;
      symbol.tableType = table.type;
    }
    return symbol;
  }

  /// Whether a global, tag or table becomes the definition.
  ///
  /// @param check compares its type with what is known
  private boolean isTaken(
      Symbol symbol, SymbolKind kind, int flags, @Nullable InputFile file, Runnable check) {
    if (isNew(symbol) || symbol.isLazy()) {
      return true;
    }
    if (symbol.kind == kind) {
      check.run();
    } else {
      mismatches.reportKind(symbol, file, kind);
    }
    return shouldReplace(symbol, file, flags);
  }

  // References.

  /// What a reference says about the import that it may become.
  record ImportNames(@Nullable String module, @Nullable String name) {
    static final ImportNames NONE = new ImportNames(null, null);
  }

  Symbol addUndefinedFunction(
      String name,
      ImportNames names,
      int flags,
      @Nullable InputFile file,
      @Nullable FunctionType type,
      boolean calledDirectly) {
    Symbol symbol = insert(name, file);
    traceReference(symbol, file);
    if (isNew(symbol)) {
      undefineFunction(symbol, names, flags, file, type, calledDirectly);
    } else if (symbol.isLazy()) {
      referToLazy(symbol, flags, file, type);
      if (symbol.isDefinedFunction() && calledDirectly && !matches(symbol, type)) {
        // What the member defines has another type: the call must not be left as it is.
        return referToFunction(symbol, names, flags, file, type, true);
      }
    } else {
      return referToFunction(symbol, names, flags, file, type, calledDirectly);
    }
    return symbol;
  }

  private void traceReference(Symbol symbol, @Nullable InputFile file) {
    if (symbol.traced) {
      diagnostics.say(InputFile.describe(file) + ": reference to " + symbol.name);
    }
  }

  private void undefineFunction(
      Symbol symbol,
      ImportNames names,
      int flags,
      @Nullable InputFile file,
      @Nullable FunctionType type,
      boolean calledDirectly) {
    replace(symbol, SymbolKind.FUNCTION, Symbol.State.UNDEFINED, flags, file);
    symbol.importModule = names.module;
    symbol.importName = names.name;
    symbol.signature = type;
    symbol.calledDirectly = calledDirectly;
  }

  private void referToLazy(
      Symbol symbol, int flags, @Nullable InputFile file, @Nullable FunctionType type) {
    if ((flags & SymbolFlags.BINDING) == SymbolFlags.WEAK) {
      symbol.flags = (symbol.flags & ~SymbolFlags.BINDING) | SymbolFlags.WEAK;
      symbol.signature = type;
    } else {
      extract(symbol, InputFile.describe(file));
    }
  }

  /// Makes the member that defines the symbol join.
  void extract(Symbol symbol, String why) {
    extract(symbol, Objects.requireNonNull(symbol.member), why);
  }

  private void extract(Symbol symbol, Resolver.LazyMember member, String why) {
    extract.accept(member);
    String extracted = symbol.file == null ? member.toString() : symbol.file.toString();
    extractions.add(new Resolution.Extraction(why, extracted, symbol.name));
  }

  private Symbol referToFunction(
      Symbol existing,
      ImportNames names,
      int flags,
      @Nullable InputFile file,
      @Nullable FunctionType type,
      boolean calledDirectly) {
    if (existing.kind != SymbolKind.FUNCTION) {
      mismatches.reportKind(existing, file, SymbolKind.FUNCTION);
      return existing;
    }
    if (existing.signature == null && type != null) {
      existing.signature = type;
    }
    Symbol symbol = existing;
    boolean wasUndefined = existing.isUndefined();
    if (calledDirectly && type != null && !matches(existing, type)) {
      if (existing.isShared()) {
        if (options.shlibSigCheck) {
          mismatches.reportSignatures(existing, type, file);
        } else {
          existing.signature = type;
        }
      } else if (wasUndefined && !existing.calledDirectly) {
        // Only its address was taken so far: the call knows better.
        undefineFunction(existing, names, flags, file, type, true);
      } else {
        Symbol variant = variants.known(existing, type);
        if (variant == null) {
          variant = variants.add(existing, file);
          undefineFunction(variant, names, flags, file, type, true);
        }
        symbol = variant;
      }
    }
    if (wasUndefined) {
      setImportNames(existing, names, flags, file);
      existing.calledDirectly |= calledDirectly;
      if (symbol.isWeak()) {
        symbol.flags = flags;
      }
    }
    return symbol;
  }

  private void setImportNames(
      Symbol symbol, ImportNames names, int flags, @Nullable InputFile file) {
    if (names.name != null) {
      symbol.importName = symbol.importName == null ? names.name : symbol.importName;
      mismatches.checkImport("name", symbol, symbol.importName, names.name, file);
    }
    if (names.module != null) {
      symbol.importModule = symbol.importModule == null ? names.module : symbol.importModule;
      mismatches.checkImport("module", symbol, symbol.importModule, names.module, file);
    }
    int binding = flags & SymbolFlags.BINDING;
    if (symbol.isWeak() && binding != SymbolFlags.WEAK) {
      symbol.flags = (symbol.flags & ~SymbolFlags.BINDING) | binding;
    }
  }

  Symbol addUndefinedData(String name, int flags, @Nullable InputFile file) {
    Symbol symbol = insert(name, file);
    traceReference(symbol, file);
    if (isNew(symbol)) {
      replace(symbol, SymbolKind.DATA, Symbol.State.UNDEFINED, flags, file);
    } else if (symbol.isLazy()) {
      referToLazy(symbol, flags, file, null);
    } else if (symbol.kind != SymbolKind.DATA) {
      mismatches.reportKind(symbol, file, SymbolKind.DATA);
    } else if (symbol.isUndefinedWeak()) {
      // A strong reference beside a weak one makes the symbol strong.
      symbol.flags = flags;
    }
    return symbol;
  }

  Symbol addUndefinedGlobal(
      String name,
      ImportNames names,
      int flags,
      @Nullable InputFile file,
      @Nullable GlobalType type) {
    Symbol symbol = insert(name, file);
    Reference found = refer(symbol, SymbolKind.GLOBAL, names, flags, file, null);
    if (found == Reference.NEW) {
      symbol.globalType = type;
    } else if (found == Reference.DEFINED) {
      mismatches.checkGlobal(symbol, file, type);
    }
    return symbol;
  }

  Symbol addUndefinedTable(
      String name, ImportNames names, int flags, @Nullable InputFile file, TableType type) {
    Symbol symbol = insert(name, file);
    Reference found = refer(symbol, SymbolKind.TABLE, names, flags, file, null);
    if (found == Reference.NEW) {
      symbol.tableType = type;
    } else if (found == Reference.DEFINED) {
      mismatches.checkTable(symbol, file, type);
    }
    return symbol;
  }

  Symbol addUndefinedTag(
      String name,
      ImportNames names,
      int flags,
      @Nullable InputFile file,
      @Nullable FunctionType type) {
    Symbol symbol = insert(name, file);
    Reference found = refer(symbol, SymbolKind.TAG, names, flags, file, type);
    if (found == Reference.NEW) {
      symbol.signature = type;
    } else if (found == Reference.DEFINED) {
      mismatches.checkTag(symbol, file, type);
    }
    return symbol;
  }

  /// What a reference finds.
  private enum Reference {
    /// Nobody has named it before.
    NEW,
    /// A definition, whose type may be another.
    DEFINED,
    /// Another reference, an archive member, or something of another kind: all is done.
    SETTLED
  }

  /// Refers to a global, table or tag.
  ///
  /// @param type of a tag
  private Reference refer(
      Symbol symbol,
      SymbolKind kind,
      ImportNames names,
      int flags,
      @Nullable InputFile file,
      @Nullable FunctionType type) {
    traceReference(symbol, file);
    if (isNew(symbol)) {
      replace(symbol, kind, Symbol.State.UNDEFINED, flags, file);
      symbol.importModule = names.module;
      symbol.importName = names.name;
      return Reference.NEW;
    }
    if (symbol.isLazy()) {
      referToLazy(symbol, flags, file, type);
    } else if (symbol.kind != kind) {
      mismatches.reportKind(symbol, file, kind);
    } else if (symbol.isUndefined()) {
      setImportNames(symbol, names, flags, file);
    } else {
      return Reference.DEFINED;
    }
    return Reference.SETTLED;
  }

  // What is not in objects.

  void addLazy(String name, Resolver.LazyMember member) {
    Symbol symbol = insert(name);
    boolean isNew = isNew(symbol);
    if (!isNew && !symbol.isUndefined()) {
      return;
    }
    if (!isNew && !symbol.isUndefinedWeak()) {
      // What is wanted already joins now, and is checked against what the reference says.
      extract(symbol, member, InputFile.describe(symbol.file));
      return;
    }
    @Nullable FunctionType type = isNew ? null : symbol.signature;
    symbol.reset(SymbolKind.FUNCTION, Symbol.State.LAZY, isNew ? 0 : SymbolFlags.WEAK, null);
    symbol.member = member;
    symbol.signature = type;
    if (symbol.traced) {
      diagnostics.say(member + ": lazy definition of " + symbol.name);
    }
  }

  void addSharedFunction(String name, int flags, SharedLibrary file, FunctionType type) {
    Symbol symbol = insert(name, file);
    if (isNew(symbol) || symbol.isLazy()) {
      shareFunction(symbol, flags, file, type);
      return;
    }
    if (symbol.isDefined()) {
      return; // What objects define is never replaced.
    }
    if (symbol.kind != SymbolKind.FUNCTION) {
      mismatches.reportKind(symbol, file, SymbolKind.FUNCTION);
      return;
    }
    FunctionType chosen = type;
    if (symbol.calledDirectly && !matches(symbol, type)) {
      if (options.shlibSigCheck) {
        diagnostics.error(
            SymbolMismatches.signatures(name, symbol.functionType(), symbol.file, type, file));
      } else {
        chosen = symbol.functionType();
      }
    }
    shareFunction(symbol, flags, file, chosen);
  }

  private void shareFunction(Symbol symbol, int flags, SharedLibrary file, FunctionType type) {
    replace(symbol, SymbolKind.FUNCTION, Symbol.State.SHARED, flags, file);
    symbol.signature = type;
  }

  void addSharedData(String name, int flags, SharedLibrary file) {
    Symbol symbol = insert(name, file);
    boolean define = isNew(symbol) || symbol.isLazy();
    if (!define && !symbol.isDefined() && symbol.kind != SymbolKind.DATA) {
      mismatches.reportKind(symbol, file, SymbolKind.DATA);
      return;
    }
    if (define || !symbol.isDefined()) {
      replace(symbol, SymbolKind.DATA, Symbol.State.SHARED, flags, file);
    }
  }

  // The linker's own.

  /// A symbol that no object used yet.
  private Symbol own(String name) {
    Symbol symbol = insert(name);
    isNew(symbol);
    return symbol;
  }

  /// A function of the linker's own; its code is made when all indices are known.
  Symbol addSyntheticFunction(String name, int flags, InputFunction function) {
    number(function);
    syntheticFunctions.add(function);
    Symbol symbol = own(name);
    defineFunction(symbol, flags, null, function);
    return symbol;
  }

  Symbol addSyntheticGlobal(String name, int flags, InputGlobal global) {
    number(global);
    syntheticGlobals.add(global);
    Symbol symbol = own(name);
    replace(symbol, SymbolKind.GLOBAL, Symbol.State.DEFINED, flags, null);
    symbol.global = global;
    symbol.globalType = global.type;
    return symbol;
  }

  Symbol addSyntheticTable(String name, int flags, InputTable table) {
    Symbol old = byName.get(name);
    if (old != null && old.isDefined()) {
      throw new AssertionError("BUG: table " + name + " is defined");
    }
    number(table);
    syntheticTables.add(table);
    Symbol symbol = own(name);
    replace(symbol, SymbolKind.TABLE, Symbol.State.DEFINED, flags, null);
    symbol.table = table;
    symbol.tableType = table.type;
    return symbol;
  }

  Symbol addSyntheticData(String name, int flags) {
    Symbol symbol = own(name);
    defineData(symbol, flags | SymbolFlags.ABSOLUTE, null, null, 0, 0);
    return symbol;
  }

  /// A symbol of the linker's own, if somebody wants it and nobody defines it; else null.
  @Nullable Symbol addOptionalData(String name) {
    Symbol symbol = optional(name);
    if (symbol != null) {
      defineData(symbol, SymbolFlags.HIDDEN | SymbolFlags.ABSOLUTE, null, null, 0, 0);
      optionalData.add(symbol);
    }
    return symbol;
  }

  /// The same for a global.
  @Nullable Symbol addOptionalGlobal(String name, InputGlobal global) {
    Symbol symbol = byName.get(name);
    if (symbol == null || symbol.isDefined()) {
      return null;
    }
    number(global);
    syntheticGlobals.add(global);
    replace(symbol, SymbolKind.GLOBAL, Symbol.State.DEFINED, SymbolFlags.HIDDEN, null);
    symbol.global = global;
    symbol.globalType = global.type;
    return symbol;
  }

  private @Nullable Symbol optional(String name) {
    Symbol symbol = byName.get(name);
    if (symbol == null && (options.exportAll || options.exportedSymbols.contains(name))) {
      symbol = insert(name);
      isNew(symbol);
      return symbol;
    }
    return symbol == null || symbol.isDefined() ? null : symbol;
  }

  /// Archive members that did not join define nothing.
  void demoteLazy() {
    for (Symbol symbol : symbols) {
      if (symbol.isLazy()) {
        FunctionType type = symbol.signature;
        int flags = symbol.flags & SymbolFlags.BINDING;
        // Who refers to a function says its type.
        boolean data = type == null && options.relocatable;
        symbol.reset(
            data ? SymbolKind.DATA : SymbolKind.FUNCTION,
            Symbol.State.UNDEFINED,
            flags | SymbolFlags.UNDEFINED,
            null);
        symbol.signature = type;
      }
    }
  }

  /// For `--wrap`: who asks for the original gets the wrapper, and who asks for `__real_` the
  /// original.
  void wrap(Symbol symbol, Symbol real, Symbol wrapper) {
    real.usedInRegularObject = false;
    byName.put(real.name, symbol);
    byName.put(symbol.name, wrapper);
  }
}
