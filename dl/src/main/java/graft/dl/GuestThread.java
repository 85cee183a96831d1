package graft.dl;

import graft.runtime.EventLoop;
import graft.runtime.GlobalCell;
import graft.runtime.Instance;
import graft.runtime.Table;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What a thread of a process has to itself: an instance of each library, with its own variables of
/// wasm and its own table; a stack; the addresses of thread-local variables.
///
/// The main thread has no such object: its instances are those of {@link Library}.
final class GuestThread {
  final GuestThreads threads;
  final GlobalCell.I32 stackPointer = GlobalCell.i32(true, 0);
  final HostScope hostScope;
  final LastError lastError;
  final LongStrings longStrings;
  final ThreadState state = new ThreadState();

  /// What runs when the thread sleeps: not what the main thread has left for later.
  final EventLoop eventLoop = new EventLoop();

  /// Another thread takes those out that it has unloaded.
  final Map<Library, Instance> instances = new ConcurrentHashMap<>();

  /// Where its C stack ends at the most, or 0 if only its C library knows.
  int stackLow;

  final Map<GotEntry, GlobalCell.I32> cells = new HashMap<>();

  /// The thread's table: if main brings its own, it is there once main is instantiated.
  @Nullable Table table;

  GuestThread(GuestThreads threads, GuestProcess process) {
    this.threads = threads;
    this.hostScope = new HostScope(process, process.options());
    this.lastError = new LastError(process);
    this.longStrings = new LongStrings(process);
  }

  /// The cell of a thread-local variable in the global offset table.
  GlobalCell.I32 cell(GotEntry entry) {
    return cells.computeIfAbsent(entry, _ -> GlobalCell.i32(true, 0));
  }
}
