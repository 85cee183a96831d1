package graft.host.wasi;

import graft.runtime.Memory;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Strings as `args_get` and `environ_get` hand them over: an array of pointers, and a buffer with
/// the strings, each with a zero byte behind it.
final class StringTable {
  private final List<byte[]> strings;

  StringTable(List<String> strings) {
    this.strings =
        strings.stream().map(each -> (each + "\0").getBytes(StandardCharsets.UTF_8)).toList();
  }

  /// Writes how many there are and how large a buffer they need.
  void writeSizes(Memory memory, int countAddress, int sizeAddress) {
    memory.setI32(countAddress, strings.size());
    memory.setI32(sizeAddress, strings.stream().mapToInt(each -> each.length).sum());
  }

  /// Writes pointers and strings.
  void write(Memory memory, int pointersAddress, int bufferAddress) {
    int pointer = pointersAddress;
    int string = bufferAddress;
    for (byte[] each : strings) {
      memory.setI32(pointer, string);
      memory.write(string, each);
      pointer += 4;
      string += each.length;
    }
  }
}
