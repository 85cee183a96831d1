package graft.source;

import graft.dl.LibraryNotFoundException;
import graft.dl.LoadException;
import graft.dl.ModuleFile;
import graft.dl.ModuleSource;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
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
  private final Set<Thread> running = new HashSet<>();
  private boolean stopped;

  Prefetch(ModuleSource source) {
    this.source = source;
  }

  /// Gets some modules and what they need.
  ///
  /// @return ends when all are there, or fails if one cannot be had; when it ends otherwise,
  ///   cancelled or timed out, what is under way ends, too
  CompletableFuture<Void> all(List<String> names) {
    CompletableFuture<Void> all = new CompletableFuture<>();
    var _ =
        begin(names, null, true)
            .whenComplete((_, failure) -> {
              if (failure == null) {
                all.complete(null);
              } else {
                all.completeExceptionally(failure);
              }
            });
    var _ = all.whenComplete((_, _) -> stop());
    return all;
  }

  /// Begins with some modules; whoever asks for one that cannot be had learns it then.
  void hint(List<String> names, @Nullable String requester) {
    var _ = begin(names, requester, false);
  }

  private synchronized void stop() {
    stopped = true;
    running.forEach(Thread::interrupt);
  }

  private synchronized void enter() {
    if (stopped) {
      throw new CancellationException("nobody waits for it any more");
    }
    running.add(Thread.currentThread());
  }

  private synchronized void leave() {
    running.remove(Thread.currentThread());
  }

  /// @param strict whether a module that cannot be had is a failure; else whoever asks for it
  ///   learns
  private CompletableFuture<Void> begin(
      List<String> names, @Nullable String requester, boolean strict) {
    CompletableFuture<?>[] all =
        names.stream()
            .filter(begun::add)
            .map(name -> begin(name, requester, strict))
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(all);
  }

  private CompletableFuture<Void> begin(String name, @Nullable String requester, boolean strict) {
    return CompletableFuture.supplyAsync(() -> needs(name, requester, strict), THREADS)
        .thenCompose(needed -> begin(needed, name, strict));
  }

  private List<String> needs(String name, @Nullable String requester, boolean strict) {
    enter();
    try {
      ModuleFile file = source.find(name, requester);
      if (file != null) {
        return file.prepare();
      }
      return missing(name, requester, null, strict);
    } catch (IOException e) {
      return missing(name, requester, e, strict);
    } catch (LoadException e) {
      if (strict) {
        throw e;
      }
      return List.of();
    } finally {
      leave();
    }
  }

  private List<String> missing(
      String name, @Nullable String requester, @Nullable IOException why, boolean strict) {
    if (!strict) {
      return List.of();
    }
    String place = source + (why == null ? "" : " (" + why.getMessage() + ")");
    LibraryNotFoundException missing =
        new LibraryNotFoundException(name, requester, List.of(place));
    if (why != null) {
      missing.addSuppressed(why);
    }
    throw missing;
  }
}
