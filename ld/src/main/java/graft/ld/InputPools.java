package graft.ld;

import graft.format.ByteReader;
import graft.format.FunctionType;
import graft.format.ValType;
import java.util.Arrays;
import java.util.List;

/// What the objects of one link have in common.
final class InputPools {
  private final Pool<String> names = new Pool<>();
  private final Pool<FunctionType> types = new Pool<>();

  /// Whole sections.
  final Pool<List<ObjectFile.Producer>> producers = new Pool<>();

  final Pool<List<ObjectFile.TargetFeature>> features = new Pool<>();

  /// A name: length and UTF-8.
  ///
  /// @param in stands before the name
  /// @param bytes what it reads
  String name(ByteReader in, byte[] bytes) {
    int start = in.position();
    long length = in.u32AsLong();
    int from = in.position();
    in.seek(start);
    if (length > in.end() - from) {
      return in.name(); // Says what is wrong.
    }
    String name = names.get(bytes, from, from + (int) length, in, ByteReader::name);
    in.seek(from + (int) length);
    return name;
  }

  /// A function type, behind its `0x60`.
  FunctionType type(ByteReader in, byte[] bytes) {
    int start = in.position();
    in.skip(in.count("value types"));
    in.skip(in.count("value types"));
    int end = in.position();
    in.seek(start);
    FunctionType type = types.get(bytes, start, end, in, InputPools::readType);
    in.seek(end);
    return type;
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
