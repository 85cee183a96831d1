package graft.ld;

import java.util.BitSet;

/// The third stage: what stays. Made by {@link Marker}.
///
/// @param inputs by id: functions, segments, sections, globals, tags, tables
/// @param symbols by id: those without an input of their own that something refers to
/// @param all whether everything stays (`--no-gc-sections`)
record Liveness(BitSet inputs, BitSet symbols, boolean all) {

  boolean has(Input input) {
    return inputs.get(input.id);
  }

  boolean has(Symbol symbol) {
    Input input = symbol.input();
    return input == null ? all || symbols.get(symbol.id) : inputs.get(input.id);
  }
}
