package graft.treesitter;

import graft.compiler.CodeCache;
import graft.dl.GuestProcess;
import graft.dl.GuestProcessBuilder;
import graft.host.EmscriptenHost;
import graft.host.HostOptions;
import graft.runtime.HostLibrary;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Tree-sitter itself: a guest process with the main module of npm's web-tree-sitter, into which
/// {@link Language}s are loaded. 0.20.8, 0.25.10 and 0.27.1 are known to work.
///
/// An instance, and all that was made by it, belongs to one thread at a time.
public final class TreeSitter implements AutoCloseable {
  private final Engine engine;
  private final int languageVersion;
  private final int oldestLanguageVersion;

  private TreeSitter(GuestProcess process, Callbacks callbacks) {
    engine = new Engine(process, callbacks);
    languageVersion = engine.word(0);
    oldestLanguageVersion = engine.word(1);
  }

  /// Loads a main module.
  ///
  /// @param main `tree-sitter.wasm` (0.20, 0.25) or `web-tree-sitter.wasm` (0.26 and later)
  /// @throws graft.dl.LoadException if that fails
  /// @throws TreeSitterException if it is another program
  public static TreeSitter load(Path main) {
    return load(main, null);
  }

  /// Loads a main module, with translated code that is kept on the disk.
  ///
  /// @param main `tree-sitter.wasm` (0.20, 0.25) or `web-tree-sitter.wasm` (0.26 and later)
  /// @param codeCache also for the languages; null for none
  /// @throws graft.dl.LoadException if that fails
  /// @throws TreeSitterException if it is another program
  public static TreeSitter load(Path main, @Nullable CodeCache codeCache) {
    Callbacks[] callbacks = new Callbacks[1];
    GuestProcessBuilder builder = GuestProcess.builder();
    if (codeCache != null) {
      builder.codeCache(codeCache);
    }
    GuestProcess process =
        builder
            .main(main)
            .host(guest -> {
              callbacks[0] = new Callbacks(guest);
              return HostLibrary.of(MethodHandles.lookup(), callbacks[0]);
            })
            .host(guest -> EmscriptenHost.of(guest, HostOptions.builder().build()))
            .load();
    try {
      return new TreeSitter(process, callbacks[0]);
    } catch (RuntimeException | Error e) {
      process.close();
      throw e;
    }
  }

  /// The newest version of the language ABI that this main module reads.
  public int languageVersion() {
    return languageVersion;
  }

  /// The oldest version of the language ABI that this main module reads.
  public int oldestLanguageVersion() {
    return oldestLanguageVersion;
  }

  /// The process that everything runs in.
  public GuestProcess process() {
    return engine.process();
  }

  /// Ends the process. Languages, parsers, trees and queries are gone with it, closed or not.
  @Override
  public void close() {
    engine.close();
  }

  Engine engine() {
    return engine;
  }
}
