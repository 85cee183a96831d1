package graft.ld;

import java.util.BitSet;
import java.util.Map;

/// The third stage: what stays. Made by {@link Marker}.
///
/// @param inputs by id: functions, segments, sections, globals, tags, tables
/// @param symbols by id: those without an input of their own that something refers to
/// @param pieces for each segment of strings which of them stay, by the segment's id
/// @param all whether everything stays (`--no-gc-sections`)
record Liveness(BitSet inputs, BitSet symbols, Map<Integer, BitSet> pieces, boolean all) {

  boolean has(Input input) {
    return inputs.get(input.id);
  }

  boolean has(Symbol symbol) {
    Input input = symbol.input();
    return input == null ? all || symbols.get(symbol.id) : inputs.get(input.id);
  }

  /// Whether string `piece` of the segment stays.
  boolean hasPiece(InputSegment segment, int piece) {
    BitSet live = pieces.get(segment.id);
    return all || (live != null && live.get(piece));
  }
}
