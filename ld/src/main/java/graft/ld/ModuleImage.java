package graft.ld;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/// The output before it is bytes: its sections, and where they are. All offsets are known, so that
/// chunks are copied and relocated in parallel: into one array, or piece by piece into a file, of
/// which only the pieces that are being written are in memory then.
final class ModuleImage {
  private static final int HEADER_SIZE = 8;

  /// The JVM copies what it writes into a buffer of this size.
  private static final int WRITTEN_AT_ONCE = 1 << 20;

  private final Layout layout;
  private final Options options;
  private final OutputOffsets offsets;
  private final List<OutputSection> sections;

  /// Offset of each section's header in the file.
  private final int[] starts;

  /// Offset of each section's contents, behind a custom section's name.
  private final int[] contents;

  private final int size;

  ModuleImage(Layout layout, OutputOffsets offsets, List<OutputSection> sections) {
    this.layout = layout;
    this.options = layout.options;
    this.offsets = offsets;
    this.sections = List.copyOf(sections);
    this.starts = new int[sections.size()];
    this.contents = new int[sections.size()];
    int at = HEADER_SIZE;
    for (int i = 0; i < starts.length; i++) {
      OutputSection section = sections.get(i);
      starts[i] = at;
      int body = section.nameSize() + section.size();
      contents[i] = at + 1 + Leb.unsignedSize(body) + section.nameSize();
      at = Math.addExact(contents[i], section.size());
    }
    this.size = at;
  }

  /// In bytes.
  int size() {
    return size;
  }

  List<OutputSection> sections() {
    return sections;
  }

  /// Where the header of section number `i` begins in the file.
  int start(int i) {
    return starts[i];
  }

  /// Where section number `i` ends in the file.
  int end(int i) {
    return i + 1 < starts.length ? starts[i + 1] : size;
  }

  /// All of it.
  byte[] toByteArray() {
    byte[] bytes = new byte[size];
    writeHeader(bytes);
    for (int i = 0; i < starts.length; i++) {
      OutputSection section = sections.get(i);
      Slice all = new Slice(i, 0, section.placed().size(), starts[i], end(i));
      writeHead(all, bytes, 0);
      Relocator relocator = new Relocator(layout, offsets);
      int begin = contents[i];
      options.each(
          section.placed().size(), number -> write(section, number, bytes, begin, relocator));
    }
    if (BuildIds.size(options) >= 0) {
      BuildIds.write(options, bytes, bytes.length - BuildIds.size(options));
    }
    return bytes;
  }

  private static void writeHeader(byte[] bytes) {
    clear(bytes, 0, HEADER_SIZE);
    bytes[1] = 'a';
    bytes[2] = 's';
    bytes[3] = 'm';
    bytes[4] = 1;
  }

  /// Writes what is in front of the chunks, as far as it lies in the slice.
  ///
  /// @param base offset in the file of the first of `bytes`
  private void writeHead(Slice slice, byte[] bytes, int base) {
    OutputSection section = sections.get(slice.section);
    int begin = contents[slice.section];
    if (slice.from <= starts[slice.section]) {
      WasmBuffer header = new WasmBuffer();
      header.u8(section.id()).uleb(section.nameSize() + section.size());
      if (section.id() == 0) {
        header.name(section.name());
      }
      header.copyTo(0, header.size(), bytes, starts[slice.section] - base);
    }
    int from = Math.max(slice.from, begin);
    int to = Math.min(slice.to, begin + section.head().size());
    if (from < to) {
      section.head().copyTo(from - begin, to - from, bytes, from - base);
    }
  }

  /// Writes chunk number `number` of a section whose contents begin at `begin` of `bytes`.
  private static void write(
      OutputSection section, int number, byte[] bytes, int begin, Relocator relocator) {
    OutputSection.Placed placed = section.placed().get(number);
    int at = begin + placed.offset();
    byte[] given = placed.given();
    Chunk chunk = placed.chunk();
    OutputSection.Made made = placed.made();
    if (made != null) {
      made.write(bytes, at);
    } else if (given != null) {
      System.arraycopy(given, 0, bytes, at, given.length);
    } else if (chunk != null) {
      System.arraycopy(chunk.bytes, chunk.offset, bytes, at, chunk.size);
      relocator.apply(chunk, bytes, at, Relocator.tombstone(section.name()));
    }
  }

  // Files.

  /// Bytes `from` to `to` of the file: part of a section, with those of its chunks that lie there.
  private record Slice(int section, int first, int end, int from, int to) {}

  /// Writes all of it.
  void writeTo(FileChannel channel) throws IOException {
    List<Slice> slices = slices();
    if (BuildIds.size(options) >= 0 || slices.isEmpty()) {
      // An id depends on all of the bytes.
      writeAll(channel, toByteArray(), size, 0);
      return;
    }
    Workers workers = size < 2 * WRITTEN_AT_ONCE ? new Workers(1) : options.workers;
    try {
      workers.begin(slices.size(), () -> new SliceWriter(channel, slices)).finish();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /// In the order of the file; none if chunks are not in the order of their offsets.
  private List<Slice> slices() {
    List<Slice> slices = new ArrayList<>();
    for (int i = 0; i < starts.length; i++) {
      int from = i == 0 ? 0 : starts[i];
      int headEnd = contents[i] + sections.get(i).head().size();
      while (headEnd - from > 2 * WRITTEN_AT_ONCE) {
        slices.add(new Slice(i, 0, 0, from, from + WRITTEN_AT_ONCE));
        from += WRITTEN_AT_ONCE;
      }
      List<OutputSection.Placed> placed = sections.get(i).placed();
      int first = 0;
      int last = headEnd;
      for (int number = 0; number < placed.size(); number++) {
        int at = contents[i] + placed.get(number).offset();
        if (at < last) {
          return List.of();
        }
        last = at;
        if (at - from >= WRITTEN_AT_ONCE) {
          slices.add(new Slice(i, first, number, from, at));
          first = number;
          from = at;
        }
      }
      slices.add(new Slice(i, first, placed.size(), from, end(i)));
    }
    return slices;
  }

  /// One thread's, with a buffer of its own.
  private final class SliceWriter implements IntConsumer {
    private final FileChannel channel;
    private final List<Slice> slices;
    private final Relocator relocator = new Relocator(layout, offsets);
    private byte[] bytes = new byte[0];

    SliceWriter(FileChannel channel, List<Slice> slices) {
      this.channel = channel;
      this.slices = slices;
    }

    @Override
    public void accept(int i) {
      Slice slice = slices.get(i);
      int length = slice.to - slice.from;
      if (bytes.length < length) {
        bytes = new byte[length + length / 8];
      }
      if (slice.from == 0) {
        writeHeader(bytes);
      }
      writeHead(slice, bytes, slice.from);
      OutputSection section = sections.get(slice.section);
      int begin = contents[slice.section] - slice.from;
      int filled = Math.clamp((long) begin + section.head().size(), 0, length);
      for (int number = slice.first; number < slice.end; number++) {
        OutputSection.Placed placed = section.placed().get(number);
        // What lies between chunks is what the piece before has left in the array.
        clear(bytes, filled, begin + placed.offset());
        ModuleImage.write(section, number, bytes, begin, relocator);
        filled = begin + placed.offset() + placed.size();
      }
      clear(bytes, filled, length);
      try {
        writeAll(channel, bytes, length, slice.from);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void clear(byte[] bytes, int from, int to) {
    if (from < to) {
      Arrays.fill(bytes, from, to, (byte) 0);
    }
  }

  private static void writeAll(FileChannel channel, byte[] bytes, int length, int offset)
      throws IOException {
    for (int at = 0; at < length; at += WRITTEN_AT_ONCE) {
      ByteBuffer part = ByteBuffer.wrap(bytes, at, Math.min(WRITTEN_AT_ONCE, length - at));
      int begin = part.position();
      while (part.hasRemaining()) {
        channel.write(part, (long) offset + at + part.position() - begin);
      }
    }
  }
}
