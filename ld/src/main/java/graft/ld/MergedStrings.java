package graft.ld;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Strings of several inputs, equal ones once, and those that end others inside of them.
///
/// Strings are sorted by their reversed bytes, longest first among those that end alike: so what
/// ends another string follows it at once, and the order does not depend on that of the inputs.
final class MergedStrings implements OutputSegment.Part {
  /// Of the segment or section that they were made for.
  final String name;

  private final int alignment;
  final int flags;
  private final Map<Text, Text> texts = new HashMap<>();
  private final List<Chunk> chunks = new ArrayList<>();

  /// The texts of each chunk's pieces.
  private final List<Text[]> pieceTexts = new ArrayList<>();

  /// Where each chunk's pieces are, by the chunk's id.
  private final ById<int[]> pieceOffsets;

  private byte[] contents = {};

  /// Bytes by value.
  private static final class Text {
    private final byte[] bytes;
    private final int from;
    private final int to;
    private final int hash;

    /// Where the text is; known once all are placed.
    private int offset;

    Text(byte[] bytes, int from, int to) {
      this.bytes = bytes;
      this.from = from;
      this.to = to;
      int h = 1;
      for (int i = from; i < to; i++) {
        h = 31 * h + bytes[i];
      }
      this.hash = h;
    }

    int length() {
      return to - from;
    }

    /// The byte that has `skipped` behind it, or -1 in front of the first.
    int fromEnd(int skipped) {
      int at = to - 1 - skipped;
      return at < from ? -1 : bytes[at] & 0xff;
    }

    boolean endsWith(Text other) {
      return length() >= other.length()
          && Arrays.equals(bytes, to - other.length(), to, other.bytes, other.from, other.to);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Text text
          && Arrays.equals(bytes, from, to, text.bytes, text.from, text.to);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  MergedStrings(String name, int alignment, int flags, Resolution resolution) {
    this.name = name;
    this.alignment = alignment;
    this.flags = flags;
    this.pieceOffsets = new ById<>(resolution.table().inputCount());
  }

  @Override
  public int alignment() {
    return alignment;
  }

  @Override
  public long size() {
    return contents.length;
  }

  byte[] contents() {
    return contents;
  }

  /// The inputs, in order.
  List<Chunk> chunks() {
    return chunks;
  }

  /// Adds an input.
  ///
  /// @param pieces where its strings begin
  void add(Chunk chunk, int[] pieces) {
    Text[] found = new Text[pieces.length];
    for (int i = 0; i < pieces.length; i++) {
      Text text = text(chunk, pieces, i);
      Text known = texts.putIfAbsent(text, text);
      found[i] = known == null ? text : known;
    }
    chunks.add(chunk);
    pieceTexts.add(found);
  }

  private static Text text(Chunk chunk, int[] pieces, int i) {
    int end = i + 1 < pieces.length ? pieces[i + 1] : chunk.size;
    return new Text(chunk.bytes, chunk.offset + pieces[i], chunk.offset + end);
  }

  /// Places all strings; from here on nothing is added.
  void place() {
    Text[] sorted = sorted();
    WasmBuffer out = new WasmBuffer();
    Text last = null;
    for (Text text : sorted) {
      if (last != null && last.endsWith(text)) {
        int at = out.size() - text.length();
        if ((at & ((1 << alignment) - 1)) == 0) {
          text.offset = at;
          continue;
        }
      }
      while ((out.size() & ((1 << alignment) - 1)) != 0) {
        out.u8(0);
      }
      text.offset = out.size();
      out.bytes(text.bytes, text.from, text.length());
      last = text;
    }
    contents = out.toByteArray();
    for (int i = 0; i < chunks.size(); i++) {
      pieceOffsets.put(chunks.get(i).id, offsets(pieceTexts.get(i)));
    }
    texts.clear();
    pieceTexts.clear();
  }

  private Text[] sorted() {
    Text[] sorted = texts.keySet().toArray(new Text[0]);
    sort(sorted, 0, sorted.length, 0);
    return sorted;
  }

  /// Backwards, the greater byte first, the longer text first (no two are equal): by one byte into
  /// three parts, of which the one in the middle goes on with the next byte. No byte is looked at
  /// more often than it has to be, and this is much less code than the JDK's sort, which HotSpot
  /// would have to compile first.
  ///
  /// @param first of those to be sorted, which end alike in `skipped` bytes
  private static void sort(Text[] texts, int first, int end, int skipped) {
    int from = first;
    int to = end;
    int depth = skipped;
    while (to - from > 1) {
      int pivot = texts[(from + to) >>> 1].fromEnd(depth);
      int greater = from;
      int less = to;
      int at = from;
      while (at < less) {
        int value = texts[at].fromEnd(depth);
        if (value > pivot) {
          swap(texts, at++, greater++);
        } else if (value < pivot) {
          swap(texts, at, --less);
        } else {
          at++;
        }
      }
      // The largest part is the loop's, so that no input makes this go deep.
      if (less - greater >= Math.max(greater - from, to - less)) {
        sort(texts, from, greater, depth);
        sort(texts, less, to, depth);
        from = greater;
        to = less;
        depth++;
        continue;
      }
      sort(texts, greater, less, depth + 1);
      if (greater - from >= to - less) {
        sort(texts, less, to, depth);
        to = greater;
      } else {
        sort(texts, from, greater, depth);
        from = less;
      }
    }
  }

  private static void swap(Text[] texts, int a, int b) {
    Text text = texts[a];
    texts[a] = texts[b];
    texts[b] = text;
  }

  private static int[] offsets(Text[] texts) {
    int[] offsets = new int[texts.length];
    for (int i = 0; i < texts.length; i++) {
      offsets[i] = texts[i].offset;
    }
    return offsets;
  }

  /// Takes an input and its share of the bytes.
  interface Shares {
    void share(Chunk chunk, long bytes);
  }

  /// Says which input brought how many bytes: what several have counts for the first. What is left
  /// over lies between strings.
  void share(Shares shares) {
    BitSet seen = new BitSet(contents.length);
    for (Chunk chunk : chunks) {
      int[] pieces = pieces(chunk);
      int[] starts = starts(chunk);
      int bytes = 0;
      for (int i = 0; i < starts.length; i++) {
        bytes += setAll(seen, starts[i], starts[i] + text(chunk, pieces, i).length());
      }
      shares.share(chunk, bytes);
    }
  }

  /// Sets bits, and says how many were not set before.
  private static int setAll(BitSet bits, int from, int to) {
    int count = 0;
    for (int start = bits.nextClearBit(from); start < to; start = bits.nextClearBit(start)) {
      int next = bits.nextSetBit(start);
      int end = next < 0 ? to : Math.min(to, next);
      bits.set(start, end);
      count += end - start;
    }
    return count;
  }

  private int[] starts(Chunk chunk) {
    return Objects.requireNonNull(pieceOffsets.get(chunk.id));
  }

  private static int[] pieces(Chunk chunk) {
    // No switches over types on the way of every link: each takes milliseconds of a start.
    return chunk instanceof InputSegment segment
        ? segment.pieces
        : chunk instanceof InputSection section ? section.pieces : new int[0];
  }

  /// Where a byte of an input ended up.
  long offsetOf(Chunk chunk, long offset) {
    int[] pieces = pieces(chunk);
    int piece = InputSegment.pieceAt(pieces, offset);
    return starts(chunk)[piece] + offset - pieces[piece];
  }
}
