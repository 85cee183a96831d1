package graft.dl;

import graft.runtime.EventLoop;
import graft.runtime.EventLoopUnwind;
import graft.runtime.GuestExit;
import graft.runtime.Trap;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// What comes of a library that is opened later, or of what follows from that. The process's own
/// thread, which opens it, may wait here: it turns the event loop meanwhile.
final class LaterOpen<T extends @Nullable Object> extends CompletableFuture<T> {
  private final GuestProcess process;

  private LaterOpen(GuestProcess process) {
    this.process = process;
  }

  /// Begins to fetch a library, and leaves it to the event loop to open it.
  static CompletableFuture<Library> begin(GuestProcess process, String name, Set<OpenFlag> flags) {
    LaterOpen<Library> opened = new LaterOpen<>(process);
    EventLoop.Operation operation = process.eventLoop().begin();
    FetchAhead ahead = new FetchAhead(process.options().search(), process.knownNames());
    Thread fetching =
        Thread.ofVirtual()
            .name("graft-open")
            .unstarted(() -> {
              try {
                ahead.gather(name);
              } finally {
                operation.finish(() -> open(opened, name, flags, ahead));
              }
            });
    operation.onCancel(() -> {
      fetching.interrupt();
      opened.completeExceptionally(new LoadException(name, "not opened: the process is closed"));
    });
    var _ =
        opened.whenComplete((_, failure) -> {
          if (failure != null) {
            operation.cancel();
          }
        });
    fetching.start();
    return opened;
  }

  private static void open(
      LaterOpen<Library> opened, String name, Set<OpenFlag> flags, FetchAhead ahead) {
    if (opened.isDone()) {
      return;
    }
    Library library;
    try {
      library = opened.process.openAhead(name, flags, ahead.search());
    } catch (Throwable e) {
      opened.completeExceptionally(e);
      if (endsMore(e)) {
        throw e;
      }
      return;
    }
    if (!opened.complete(library)) {
      // Somebody has cancelled it, or its time was over, while it was being opened.
      close(library);
    }
  }

  private static void close(Library library) {
    try {
      library.close();
    } catch (RuntimeException e) {
      if (endsMore(e)) {
        throw e;
      }
      // Nobody has the library, nor waits for it.
    }
  }

  /// Whether something is for whoever turns the loop, too: the guest has ended, the thread shall
  /// stop, or the JVM is in trouble.
  private static boolean endsMore(Throwable e) {
    return e instanceof GuestExit
        || e instanceof EventLoopUnwind
        || e instanceof Error
        || (e instanceof Trap && Thread.currentThread().isInterrupted());
  }

  private boolean isMine() {
    return !isDone() && process.isOwnedByCaller();
  }

  private void turnLoop(long nanos) throws InterruptedException {
    process.eventLoop().runUntil(this::isDone, nanos);
  }

  @Override
  public T get() throws InterruptedException, ExecutionException {
    if (isMine()) {
      turnLoop(Long.MAX_VALUE >> 1);
    }
    return super.get();
  }

  @Override
  public T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (!isMine()) {
      return super.get(timeout, unit);
    }
    turnLoop(unit.toNanos(timeout));
    return super.get(0, TimeUnit.NANOSECONDS);
  }

  @Override
  public T join() {
    if (isMine()) {
      try {
        turnLoop(Long.MAX_VALUE >> 1);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CompletionException("interrupted", e);
      }
    }
    return super.join();
  }

  /// What follows from it can be waited for as it can.
  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new LaterOpen<>(process);
  }
}
