package graft.compiler;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// A file of a {@link CodeCache}, open for reading:
///
///     magic  size of the file  size of the index  CRC-32 of the index   8 + 8 + 4 + 4 bytes
///     index: the module's name; the conditions of its {@link CodeKey}; the module's size and CRC-32;
///            how many classes there are; for each its name, size and CRC-32
///     the module
///     the classes, in the order of the index
///
/// Once it is open it stays as it is, even if another one takes its name. One that is forgotten
/// closes when it is collected.
final class CodeFile implements AutoCloseable {
  private static final long MAGIC = 0x67726166743a0002L;
  private static final int HEADER = 24;

  /// Not a channel: an interrupt would close that.
  private final RandomAccessFile file;

  private final String module;
  private final String conditions;
  private final Place wasm;
  private final Map<String, Place> places;

  private record Place(long offset, int size, int checksum) {}

  private CodeFile(
      RandomAccessFile file,
      String module,
      String conditions,
      Place wasm,
      Map<String, Place> places) {
    this.file = file;
    this.module = module;
    this.conditions = conditions;
    this.wasm = wasm;
    this.places = places;
  }

  /// Opens a file.
  ///
  /// @return null if it is not there, truncated or damaged
  static @Nullable CodeFile open(Path path) {
    try {
      RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
      CodeFile opened = null;
      try {
        opened = read(file);
      } finally {
        if (opened == null) {
          file.close();
        }
      }
      return opened;
    } catch (IOException _) {
      return null;
    }
  }

  /// Opens a file that was made for a key.
  ///
  /// @return null if it is not there, truncated or damaged, or was made for another key
  static @Nullable CodeFile open(Path path, CodeKey key) {
    CodeFile opened = open(path);
    if (opened != null && !opened.isFor(key)) {
      opened.close();
      return null;
    }
    return opened;
  }

  private boolean isFor(CodeKey key) {
    byte[] module = key.module();
    if (!conditions.equals(key.conditions()) || wasm.size != module.length) {
      return false;
    }
    byte[] part = new byte[Math.min(module.length, 1 << 16)];
    try {
      synchronized (file) {
        file.seek(wasm.offset);
        for (int at = 0; at < module.length; at += part.length) {
          int count = Math.min(part.length, module.length - at);
          file.readFully(part, 0, count);
          if (!Arrays.equals(part, 0, count, module, at, at + count)) {
            return false;
          }
        }
      }
    } catch (IOException _) {
      return false;
    }
    return true;
  }

  private static @Nullable CodeFile read(RandomAccessFile file) throws IOException {
    byte[] start = new byte[HEADER];
    file.readFully(start);
    ByteBuffer header = ByteBuffer.wrap(start);
    long magic = header.getLong();
    long size = header.getLong();
    int indexSize = header.getInt();
    int checksum = header.getInt();
    if (magic != MAGIC || size != file.length() || indexSize < 0 || indexSize > size - HEADER) {
      return null;
    }
    byte[] index = new byte[indexSize];
    file.readFully(index);
    if (checksum(start, 0, HEADER - Integer.BYTES, index) != checksum) {
      return null;
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(index));
    String module = in.readUTF();
    String conditions = in.readUTF();
    long offset = (long) HEADER + indexSize;
    Place wasm = new Place(offset, in.readInt(), in.readInt());
    offset += wasm.size;
    int count = in.readInt();
    Map<String, Place> places = LinkedHashMap.newLinkedHashMap(count);
    for (int i = 0; i < count; i++) {
      String name = in.readUTF();
      Place place = new Place(offset, in.readInt(), in.readInt());
      places.put(name, place);
      offset += place.size;
    }
    return new CodeFile(file, module, conditions, wasm, places);
  }

  /// What the module was called.
  String module() {
    return module;
  }

  Set<String> names() {
    return places.keySet();
  }

  /// The class file of a name.
  ///
  /// @return null if there is none, or a damaged one
  byte @Nullable [] read(String name) {
    Place place = places.get(name);
    return place == null ? null : read(place);
  }

  /// Whether the copy of the module is as it was written.
  boolean hasModule() {
    return read(wasm) != null;
  }

  private byte @Nullable [] read(Place place) {
    byte[] bytes = new byte[place.size];
    try {
      synchronized (file) {
        file.seek(place.offset);
        file.readFully(bytes);
      }
    } catch (IOException _) {
      return null;
    }
    return checksum(bytes, 0, bytes.length, null) == place.checksum ? bytes : null;
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException _) {
      // It was only read.
    }
  }

  private static int checksum(byte[] bytes, int from, int count, byte @Nullable [] more) {
    CRC32 crc = new CRC32();
    crc.update(bytes, from, count);
    if (more != null) {
      crc.update(more);
    }
    return (int) crc.getValue();
  }

  /// What a file is to hold.
  ///
  /// @param size in bytes
  /// @param buffers that make it up
  record Contents(long size, List<ByteBuffer> buffers) {
    /// Makes the contents of a file.
    ///
    /// @param module what the module is called
    /// @param key what the classes are for
    /// @param classes by name
    static Contents of(String module, CodeKey key, Map<String, byte[]> classes) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeUTF(module.length() > 1000 ? module.substring(0, 1000) : module);
      byte[] wasm = key.module();
      out.writeUTF(key.conditions());
      out.writeInt(wasm.length);
      out.writeInt(checksum(wasm, 0, wasm.length, null));
      out.writeInt(classes.size());
      long size = wasm.length;
      List<ByteBuffer> buffers = new ArrayList<>();
      buffers.add(ByteBuffer.wrap(wasm));
      for (var each : classes.entrySet()) {
        byte[] file = each.getValue();
        out.writeUTF(each.getKey());
        out.writeInt(file.length);
        out.writeInt(checksum(file, 0, file.length, null));
        buffers.add(ByteBuffer.wrap(file));
        size += file.length;
      }
      byte[] index = bytes.toByteArray();
      size += HEADER + index.length;
      ByteBuffer header = ByteBuffer.allocate(HEADER);
      header.putLong(MAGIC).putLong(size).putInt(index.length);
      header.putInt(checksum(header.array(), 0, HEADER - Integer.BYTES, index)).flip();
      buffers.add(0, header);
      buffers.add(1, ByteBuffer.wrap(index));
      return new Contents(size, buffers);
    }
  }
}
