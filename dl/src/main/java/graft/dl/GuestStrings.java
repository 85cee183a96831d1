package graft.dl;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// Strings that the loader hands to the guest.
final class GuestStrings {
  private final GuestProcess process;
  private final Map<String, Integer> interned = new HashMap<>();
  private GuestHeap.Block error = GuestHeap.Block.NONE;

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

  /// The string that `dlerror` gives; the one before is gone then.
  int error(String text) {
    byte[] bytes = bytes(text);
    if (error.size() < bytes.length) {
      GuestHeap.Block old = error;
      error = GuestHeap.Block.NONE;
      process.heap().free(old);
      error = process.heap().allocate(Math.max(bytes.length, 256), 1, "dlerror", new UndoLog());
    }
    process.memory().write(error.address(), bytes);
    return error.address();
  }

  static byte[] bytes(String text) {
    return (text + "\0").getBytes(StandardCharsets.UTF_8);
  }
}
