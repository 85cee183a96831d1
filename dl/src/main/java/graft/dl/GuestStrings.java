package graft.dl;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Strings that the loader hands to the guest.
final class GuestStrings {
  private final GuestProcess process;
  private final Map<Library, Map<String, GuestHeap.Block>> interned = new HashMap<>();

  GuestStrings(GuestProcess process) {
    this.process = process;
  }

  /// A string that stays where it is as long as a library does: names of it and of its symbols, one
  /// copy of each.
  int intern(Library library, String text) {
    return interned
        .computeIfAbsent(library, _ -> new HashMap<>())
        .computeIfAbsent(text, this::write)
        .address();
  }

  private GuestHeap.Block write(String text) {
    byte[] bytes = bytes(text);
    GuestHeap.Block block = process.heap().allocate(bytes.length, 1, "dladdr", new UndoLog());
    process.memory().write(block.address(), bytes);
    return block;
  }

  /// Forgets a library that is gone.
  ///
  /// @return the memory that its strings had
  Collection<GuestHeap.Block> forget(Library library) {
    Map<String, GuestHeap.Block> gone = interned.remove(library);
    return gone == null ? List.of() : gone.values();
  }

  static byte[] bytes(String text) {
    return (text + "\0").getBytes(StandardCharsets.UTF_8);
  }
}
