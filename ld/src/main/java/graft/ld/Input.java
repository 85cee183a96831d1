package graft.ld;

/// Whatever an object brings along and garbage collection keeps or drops: functions, data segments,
/// custom sections, globals, tags, tables.
abstract sealed class Input permits Chunk, InputGlobal, InputTag, InputTable {
  /// Number of this input in its link; given by {@link SymbolTable} when its file joins.
  int id = -1;
}
