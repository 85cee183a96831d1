package graft.dl;

import graft.format.WasmModule;
import graft.runtime.Func;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A module that is loaded into a guest process: a node of its link map.
public final class Library implements AutoCloseable {
  private final GuestProcess process;
  private final String name;
  private final String location;

  Library(GuestProcess process, String name, String location) {
    this.process = process;
    this.name = name;
    this.location = location;
  }

  /// The process that it is loaded into.
  public GuestProcess process() {
    return process;
  }

  /// The name that messages show: the file's, without folders.
  public String name() {
    return name;
  }

  /// Where it was found.
  public String location() {
    return location;
  }

  /// What its file says.
  public WasmModule module() {
    throw new UnsupportedOperationException("not written yet");
  }

  /// Whether this is the process's main module.
  public boolean isMain() {
    throw new UnsupportedOperationException("not written yet");
  }

  /// The libraries that it needs, in its own order.
  public List<Library> dependencies() {
    throw new UnsupportedOperationException("not written yet");
  }

  /// Where its data begins in memory; 0 for a main module with fixed addresses.
  public int memoryBase() {
    throw new UnsupportedOperationException("not written yet");
  }

  /// Its first slot in the table.
  public int tableBase() {
    throw new UnsupportedOperationException("not written yet");
  }

  /// Looks a symbol up in this library, then in what it needs, breadth first (`dlsym`).
  ///
  /// @throws UndefinedSymbolException if there is none
  public Symbol symbol(String symbol) {
    throw new UnsupportedOperationException("not written yet: " + symbol);
  }

  /// Looks a symbol up in this library, then in what it needs, breadth first.
  ///
  /// @return null if there is none
  public @Nullable Symbol find(String symbol) {
    throw new UnsupportedOperationException("not written yet: " + symbol);
  }

  /// The function of that name, in this library or in what it needs.
  ///
  /// @throws UndefinedSymbolException if there is none, or if it is a variable
  public Func function(String symbol) {
    throw new UnsupportedOperationException("not written yet: " + symbol);
  }

  /// Gives the library back (`dlclose`): once for each time that it was opened. Nothing happens to
  /// a library that others need or that was loaded at start.
  @Override
  public void close() {
    throw new UnsupportedOperationException("not written yet");
  }

  @Override
  public String toString() {
    return name;
  }
}
