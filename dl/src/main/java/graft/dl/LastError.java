package graft.dl;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The last error of the loader in a thread, and the memory that `dlerror` shows it in.
final class LastError {
  private static final int ROOM = 256;

  private final GuestProcess process;
  private @Nullable String text;
  private GuestHeap.Block block = GuestHeap.Block.NONE;

  LastError(GuestProcess process) {
    this.process = process;
  }

  /// Remembers an error for {@link #take}.
  void set(LoadException e) {
    text = String.valueOf(e.getMessage());
  }

  /// Forgets it: what was asked for is answered, if with nothing.
  void clear() {
    text = null;
  }

  /// The address of the last error's text, or 0; only once. The text before is gone then.
  int take() {
    String present = text;
    text = null;
    if (present == null) {
      return 0;
    }
    byte[] bytes = GuestStrings.bytes(present);
    if (block.size() < bytes.length) {
      makeRoom(bytes.length);
    }
    if (block.size() == 0) {
      return 0; // There is no memory for an error either.
    }
    byte[] shown = Arrays.copyOf(bytes, Math.min(bytes.length, block.size()));
    shown[shown.length - 1] = 0;
    process.memory().write(block.address(), shown);
    return block.address();
  }

  private void makeRoom(int size) {
    GuestHeap.Block larger;
    try {
      larger = process.heap().allocate(Math.max(size, ROOM), 1, "dlerror", new UndoLog());
    } catch (LoadException _) {
      return;
    }
    GuestHeap.Block old = block;
    block = larger;
    process.heap().free(old);
  }

  /// The memory, which whoever ends the thread gives back.
  GuestHeap.Block release() {
    GuestHeap.Block taken = block;
    block = GuestHeap.Block.NONE;
    return taken;
  }
}
