package graft.ld;

/// The third stage: what stays. Made by {@link Marker}.
///
/// @param inputs by id: functions, segments, sections, globals, tags, tables
/// @param symbols by id: those without an input of their own that something refers to
/// @param all whether everything stays (`--no-gc-sections`)
record Liveness(IdSet inputs, IdSet symbols, boolean all) {

  boolean has(Input input) {
    return inputs.has(input.id);
  }

  boolean has(Symbol symbol) {
    Input input = symbol.input();
    return input == null ? all || symbols.has(symbol.id) : inputs.has(input.id);
  }
}
