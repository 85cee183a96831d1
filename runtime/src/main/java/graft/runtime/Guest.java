package graft.runtime;

import org.jspecify.annotations.Nullable;

/// A guest process as host functions see it: one memory, one table, and the functions that its
/// modules define in the global scope.
public interface Guest {
  /// The memory that all modules of the process share. Host functions ask each time: the memory may
  /// not exist yet when they are made.
  Memory memory();

  /// The table that all modules of the process share.
  Table table();

  /// The function of that name in the global scope, main module first, or null.
  @Nullable Func function(String name);

  /// Where the main module's data begins: 0 for one at fixed addresses.
  default int memoryBase() {
    return 0;
  }

  /// Has something closed with the process.
  default void onClose(Runnable action) {}

  /// What the guest has left for later: callbacks of timers, of fetches and the like.
  EventLoop eventLoop();
}
