package graft.ld;

import graft.format.ByteReader;
import graft.format.FunctionType;
import graft.format.ValType;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.zip.CRC32;

/// What the objects of one link have in common.
final class InputPools {
  private final Pool<String> names = new Pool<>();
  private final Pool<FunctionType> types = new Pool<>();

  private final Pool<List<ObjectFile.Producer>> producers = new Pool<>();
  private final Pool<List<ObjectFile.TargetFeature>> features = new Pool<>();

  /// For the names and types of one file.
  OfFile of(byte[] bytes) {
    return new OfFile(bytes);
  }

  /// What one file has in common with others. Belongs to one thread.
  final class OfFile {
    private final byte[] bytes;
    private final CRC32 sum = new CRC32();

    private OfFile(byte[] bytes) {
      this.bytes = bytes;
    }

    /// A name: length and UTF-8.
    ///
    /// @param in stands before the name
    String name(ByteReader in) {
      int start = in.position();
      long length = in.u32AsLong();
      int from = in.position();
      in.seek(start);
      if (length > in.end() - from) {
        return in.name(); // Says what is wrong.
      }
      int to = from + (int) length;
      String name = names.get(sum, bytes, from, to, in, ByteReader::name);
      in.seek(to);
      return name;
    }

    /// A function type, behind its `0x60`.
    FunctionType type(ByteReader in) {
      int start = in.position();
      in.skip(in.count("value types"));
      in.skip(in.count("value types"));
      int end = in.position();
      in.seek(start);
      FunctionType type = types.get(sum, bytes, start, end, in, InputPools::readType);
      in.seek(end);
      return type;
    }

    /// All of a `producers` section.
    List<ObjectFile.Producer> producers(
        ByteReader in, int to, Function<ByteReader, List<ObjectFile.Producer>> reader) {
      return producers.get(sum, bytes, in.position(), to, in, reader);
    }

    /// All of a `target_features` section.
    List<ObjectFile.TargetFeature> features(
        ByteReader in, int to, Function<ByteReader, List<ObjectFile.TargetFeature>> reader) {
      return features.get(sum, bytes, in.position(), to, in, reader);
    }
  }

  private static FunctionType readType(ByteReader in) {
    return new FunctionType(readValueTypes(in), readValueTypes(in));
  }

  private static List<ValType> readValueTypes(ByteReader in) {
    ValType[] types = new ValType[in.count("value types")];
    for (int i = 0; i < types.length; i++) {
      types[i] = in.valueType();
    }
    return Arrays.asList(types);
  }
}
