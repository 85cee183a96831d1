package graft.ld;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The names for people of all functions that stay, for the name section. To demangle them takes as
/// long as much else of a link, and needs no more than {@link Liveness}: so other threads do it
/// while the layout is made.
final class FunctionNames {
  private static final byte[] NONE = {};

  private final List<ObjectFile> objects;
  private final Liveness liveness;
  private final Options options;

  /// UTF-8, by input id.
  private final byte[] @Nullable [] names;

  /// The next object that nobody took.
  private final AtomicInteger next = new AtomicInteger();

  private final CountDownLatch left;

  private FunctionNames(Resolution resolution, Liveness liveness, Options options) {
    this.objects = options.isStripped("name") ? List.of() : resolution.objects();
    this.liveness = liveness;
    this.options = options;
    this.names = new byte[objects.isEmpty() ? 0 : resolution.table().inputCount()][];
    this.left = new CountDownLatch(objects.size());
  }

  /// Begins.
  static FunctionNames start(Resolution resolution, Liveness liveness, Options options) {
    FunctionNames names = new FunctionNames(resolution, liveness, options);
    ForkJoinPool pool = ForkJoinPool.commonPool();
    int others = Math.min(options.threads - 1, pool.getParallelism());
    for (int i = 0; i < others && names.objects.size() > 1; i++) {
      pool.execute(names::work);
    }
    return names;
  }

  /// The names are not needed.
  void stop() {
    next.set(objects.size());
  }

  /// Does what is left, and waits for the others.
  void finish() {
    work();
    boolean interrupted = false;
    while (true) {
      try {
        left.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    for (int i = next.getAndIncrement(); i < objects.size(); i = next.getAndIncrement()) {
      try {
        for (InputFunction function : objects.get(i).functions) {
          if (liveness.has(function)) {
            names[function.id] = make(function);
          }
        }
      } finally {
        left.countDown();
      }
    }
  }

  private byte[] make(InputFunction function) {
    if (function.symbolName.isEmpty()) {
      return NONE;
    }
    return function.debugName.isEmpty()
        ? SymbolNames.showInUtf8(function.symbolName, options.demangle)
        : function.debugName.getBytes(StandardCharsets.UTF_8);
  }

  /// The function's name in UTF-8, empty if it has no symbol; after {@link #finish()}.
  byte[] of(InputFunction function) {
    byte @Nullable [] name = function.id < names.length ? names[function.id] : null;
    return name == null ? make(function) : name;
  }

  /// How people call a function.
  static String name(Options options, InputFunction function) {
    return function.debugName.isEmpty() ? options.show(function.symbolName) : function.debugName;
  }
}
