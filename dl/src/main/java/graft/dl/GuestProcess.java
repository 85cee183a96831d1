package graft.dl;

import graft.runtime.Func;
import graft.runtime.Guest;
import graft.runtime.Memory;
import graft.runtime.Table;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A guest process: one memory, one table, one stack, and the libraries that are linked into them.
/// A JVM holds as many as fit. A process belongs to one thread at a time.
public final class GuestProcess implements Guest, AutoCloseable {
  private GuestProcess() {}

  /// Describes a process to load.
  public static GuestProcessBuilder builder() {
    return new GuestProcessBuilder();
  }

  @Override
  public Memory memory() {
    throw new UnsupportedOperationException("not written yet");
  }

  @Override
  public Table table() {
    throw new UnsupportedOperationException("not written yet");
  }

  @Override
  public @Nullable Func function(String name) {
    throw new UnsupportedOperationException("not written yet: " + name);
  }

  /// The main module.
  public Library main() {
    throw new UnsupportedOperationException("not written yet");
  }

  /// All libraries in the order in which they were loaded, main first.
  public List<Library> libraries() {
    throw new UnsupportedOperationException("not written yet");
  }

  /// Opens a library by name (`dlopen`): one that is loaded already, or else one that is found on
  /// the search path.
  ///
  /// @throws LoadException if it cannot be loaded; nothing has changed then
  public Library open(String name, OpenFlag... flags) {
    throw new UnsupportedOperationException("not written yet: " + name + flags.length);
  }

  /// Opens a library in a file of the host.
  ///
  /// @throws LoadException if it cannot be loaded; nothing has changed then
  public Library open(Path file, OpenFlag... flags) {
    throw new UnsupportedOperationException("not written yet: " + file + flags.length);
  }

  /// Opens a library that is in memory.
  ///
  /// @param name what it is called in messages, and known as to libraries that need it
  /// @throws LoadException if it cannot be loaded; nothing has changed then
  public Library open(String name, byte[] bytes, OpenFlag... flags) {
    throw new UnsupportedOperationException(
        "not written yet: " + name + bytes.length + flags.length);
  }

  /// Looks a symbol up in the global scope.
  ///
  /// @return null if there is none
  public @Nullable Symbol find(String symbol) {
    throw new UnsupportedOperationException("not written yet: " + symbol);
  }

  /// Looks a symbol up in the global scope.
  ///
  /// @throws UndefinedSymbolException if there is none
  public Symbol symbol(String symbol) {
    throw new UnsupportedOperationException("not written yet: " + symbol);
  }

  /// The function pointer for a function of a guest or host: its slot in the table, made now if it
  /// has none yet. The same function always has the same slot.
  public int pointerTo(Func function) {
    throw new UnsupportedOperationException("not written yet: " + function);
  }

  /// Runs the program: calls `_start`, `main`, `__main_argc_argv`, `__main_void` or, for programs
  /// without a C library, `run`, whichever there is.
  ///
  /// @param arguments what `main` gets, the program's name first; programs of WASI read theirs from
  ///   the host
  /// @return the exit status
  /// @throws LoadException if there is nothing to run
  /// @throws graft.runtime.Trap if the guest traps
  public int run(List<String> arguments) {
    throw new UnsupportedOperationException("not written yet: " + arguments);
  }

  /// What has been loaded so far.
  public LoadStatistics statistics() {
    throw new UnsupportedOperationException("not written yet");
  }

  /// Ends the process: runs nothing in it, and closes what its libraries hold.
  @Override
  public void close() {}
}
