package graft.ld;

import graft.format.FunctionType;
import graft.format.GlobalType;
import graft.format.TableType;
import org.jspecify.annotations.Nullable;

/// A name in a link and what it stands for, or a local symbol of one object.
///
/// {@link SymbolTable} and {@link Resolver} change symbols; from {@link Resolution} on nobody does.
/// What later stages find out about a symbol (its index, its address) they keep themselves, by
/// {@link #id}.
final class Symbol {
  /// How far the name is resolved.
  enum State {
    UNDEFINED,
    /// An archive member that did not join yet defines it.
    LAZY,
    DEFINED,
    /// A shared library defines it.
    SHARED
  }

  final int id;
  String name;
  SymbolKind kind = SymbolKind.FUNCTION;
  State state = State.UNDEFINED;
  int flags;
  @Nullable InputFile file;

  @Nullable InputFunction function;
  @Nullable InputSegment segment;
  @Nullable InputSection section;
  @Nullable InputGlobal global;
  @Nullable InputTag tag;
  @Nullable InputTable table;

  /// Of data: offset in its segment, or its address where there is none.
  long offset;

  long size;
  @Nullable FunctionType signature;
  @Nullable GlobalType globalType;
  @Nullable TableType tableType;
  @Nullable String importName;
  @Nullable String importModule;

  /// Whether an instruction calls the function, rather than takes its address only.
  boolean calledDirectly;

  boolean usedInRegularObject;
  boolean forceExport;
  boolean forceImport;

  /// Whether this is a function that traps: its address is null.
  boolean stub;

  boolean traced;

  /// Its place in {@link SymbolTable#symbols}; -1 where another symbol stands for the name.
  int place = -1;

  /// Whether the name came up but nothing is known about it.
  boolean fresh = true;

  /// The archive member that defines a lazy symbol.
  Resolver.@Nullable LazyMember member;

  Symbol(int id, String name) {
    this.id = id;
    this.name = name;
  }

  boolean isUndefined() {
    return state == State.UNDEFINED;
  }

  boolean isLazy() {
    return state == State.LAZY;
  }

  /// Whether there is a definition, be it in a shared library.
  boolean isDefined() {
    return state == State.DEFINED || state == State.SHARED;
  }

  boolean isDefinedHere() {
    return state == State.DEFINED;
  }

  boolean isShared() {
    return state == State.SHARED;
  }

  boolean isWeak() {
    return (flags & SymbolFlags.BINDING) == SymbolFlags.WEAK;
  }

  boolean isLocal() {
    return (flags & SymbolFlags.BINDING) == SymbolFlags.LOCAL;
  }

  boolean isHidden() {
    return (flags & SymbolFlags.HIDDEN) != 0;
  }

  boolean isTls() {
    return (flags & SymbolFlags.TLS) != 0;
  }

  boolean isNoStrip() {
    return (flags & SymbolFlags.NO_STRIP) != 0;
  }

  boolean isUndefinedWeak() {
    return isWeak() && (isUndefined() || isLazy());
  }

  /// Whether the object's author asked for an import.
  boolean isImported() {
    return isUndefined() && (importName != null || forceImport);
  }

  boolean isFunction() {
    return kind == SymbolKind.FUNCTION && !isLazy();
  }

  boolean isDefinedFunction() {
    return kind == SymbolKind.FUNCTION && state == State.DEFINED;
  }

  boolean isUndefinedFunction() {
    return kind == SymbolKind.FUNCTION && state == State.UNDEFINED;
  }

  boolean isData() {
    return kind == SymbolKind.DATA && !isLazy();
  }

  boolean isDefinedData() {
    return kind == SymbolKind.DATA && state == State.DEFINED;
  }

  void hide(boolean hidden) {
    flags = hidden ? flags | SymbolFlags.HIDDEN : flags & ~SymbolFlags.HIDDEN;
  }

  /// The bytes that the symbol names, or null where it has none in this link.
  @Nullable Chunk chunk() {
    if (state != State.DEFINED) {
      return null;
    }
    return switch (kind) {
      case FUNCTION -> function;
      case DATA -> segment;
      case SECTION -> section;
      case GLOBAL, TAG, TABLE -> null;
    };
  }

  /// The input that garbage collection keeps if it keeps this symbol, or null.
  @Nullable Input input() {
    if (state != State.DEFINED) {
      return null;
    }
    return switch (kind) {
      case GLOBAL -> global;
      case TAG -> tag;
      case TABLE -> table;
      case FUNCTION, DATA, SECTION -> chunk();
    };
  }

  /// Whether another object brought the same COMDAT.
  boolean isDiscarded() {
    Chunk chunk = chunk();
    return chunk != null && chunk.discarded;
  }

  /// The function's type.
  FunctionType functionType() {
    if (signature == null) {
      throw new AssertionError("BUG: function " + name + " has no type");
    }
    return signature;
  }

  /// The function's body.
  InputFunction body() {
    if (function == null) {
      throw new AssertionError("BUG: function " + name + " has no body");
    }
    return function;
  }

  /// Forgets what the symbol stood for, but not who asked for it.
  void reset(SymbolKind newKind, State newState, int newFlags, @Nullable InputFile newFile) {
    kind = newKind;
    state = newState;
    flags = newFlags;
    file = newFile;
    function = null;
    segment = null;
    section = null;
    global = null;
    tag = null;
    table = null;
    offset = 0;
    size = 0;
    signature = null;
    globalType = null;
    tableType = null;
    importName = null;
    importModule = null;
    calledDirectly = false;
    stub = false;
  }

  @Override
  public String toString() {
    return name;
  }
}
