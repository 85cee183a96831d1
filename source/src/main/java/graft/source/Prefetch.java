package graft.source;

import graft.dl.LibraryNotFoundException;
import graft.dl.LoadException;
import graft.dl.ModuleFile;
import graft.dl.ModuleSource;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Gets modules of a place, and what they need, before anybody waits for them: all at once, each on
/// a virtual thread, read, verified and prepared.
final class Prefetch {
  private static final Executor THREADS =
      work -> Thread.ofVirtual().name("graft-prefetch").start(work);

  private final ModuleSource source;
  private final Set<String> begun = ConcurrentHashMap.newKeySet();

  Prefetch(ModuleSource source) {
    this.source = source;
  }

  /// Begins with some modules, and goes on with what they need.
  ///
  /// @param strict whether a module that cannot be had is a failure; else whoever asks for it
  ///   learns
  /// @return ends when all are there
  CompletableFuture<Void> begin(List<String> names, @Nullable String requester, boolean strict) {
    CompletableFuture<?>[] all =
        names.stream()
            .filter(begun::add)
            .map(name -> begin(name, requester, strict))
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(all);
  }

  /// Begins with some modules; whoever asks for one that cannot be had learns it then.
  void hint(List<String> names, @Nullable String requester) {
    var _ = begin(names, requester, false);
  }

  private CompletableFuture<Void> begin(String name, @Nullable String requester, boolean strict) {
    return CompletableFuture.supplyAsync(() -> needs(name, requester, strict), THREADS)
        .thenCompose(needed -> begin(needed, name, strict));
  }

  private List<String> needs(String name, @Nullable String requester, boolean strict) {
    try {
      ModuleFile file = source.find(name, requester);
      if (file != null) {
        return file.prepare();
      }
      return missing(name, requester, source.toString(), strict);
    } catch (IOException e) {
      return missing(name, requester, source + " (" + e.getMessage() + ")", strict);
    } catch (LoadException e) {
      if (strict) {
        throw e;
      }
      return List.of();
    }
  }

  private static List<String> missing(
      String name, @Nullable String requester, String searched, boolean strict) {
    if (strict) {
      throw new LibraryNotFoundException(name, requester, List.of(searched));
    }
    return List.of();
  }
}
