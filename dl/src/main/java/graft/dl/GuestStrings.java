package graft.dl;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// Strings that the loader hands to the guest.
final class GuestStrings {
  private final GuestProcess process;
  private final Map<String, Integer> interned = new HashMap<>();

  GuestStrings(GuestProcess process) {
    this.process = process;
  }

  /// A string that stays where it is: names of libraries and symbols, one copy of each.
  int intern(String text) {
    return interned.computeIfAbsent(
        text,
        _ -> {
          byte[] bytes = bytes(text);
          int address = process.heap().allocate(bytes.length, 1, "dladdr", new UndoLog()).address();
          process.memory().write(address, bytes);
          return address;
        });
  }

  static byte[] bytes(String text) {
    return (text + "\0").getBytes(StandardCharsets.UTF_8);
  }
}
