package graft.compiler;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/// Translates all chunks of a module, in several threads. What comes out does not depend on how
/// many there are, since chunks do not depend on each other.
final class EagerTranslation {
  private final ModuleNames names;
  private final ModuleLoader loader;
  private final boolean verify;
  private final LongConsumer progress;
  private final AtomicLong wasmBytes = new AtomicLong();

  EagerTranslation(ModuleNames names, ModuleLoader loader, boolean verify, LongConsumer progress) {
    this.names = names;
    this.loader = loader;
    this.verify = verify;
    this.progress = progress;
  }

  /// What became of a chunk.
  private record Chunk(int methods, long classBytes, List<String> large, long nanoseconds) {}

  TranslationReport run(int jobs) {
    List<Future<Chunk>> chunks = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(jobs)) {
      for (int i = 0; i < names.chunkCount(); i++) {
        int chunk = i;
        chunks.add(threads.submit(() -> translate(chunk)));
      }
      loader.loadClass(ModuleLoader.INSTANCE); // Every start needs it, too.
      return report(chunks);
    } catch (ClassNotFoundException e) {
      throw new AssertionError("BUG: the instance's class is missing", e);
    }
  }

  private Chunk translate(int chunk) {
    long started = System.nanoTime();
    ChunkTranslator translator = new ChunkTranslator(names, loader.options(), chunk);
    Map<String, byte[]> files = translator.translate();
    long nanoseconds = System.nanoTime() - started;
    loader.accept(files, verify);
    long bytes = 0;
    for (int i = names.chunkStart(chunk); i < names.chunkStart(chunk + 1); i++) {
      bytes += names.module().bodies().get(i).code().sizeInBytes();
    }
    progress.accept(wasmBytes.addAndGet(bytes));
    long classBytes = files.values().stream().mapToLong(file -> file.length).sum();
    return new Chunk(translator.methodCount(), classBytes, translator.largeMethods(), nanoseconds);
  }

  private TranslationReport report(List<Future<Chunk>> chunks) {
    int methods = 0;
    long classBytes = 0;
    long nanoseconds = 0;
    List<String> large = new ArrayList<>();
    for (Future<Chunk> future : chunks) {
      Chunk chunk = result(future);
      methods += chunk.methods;
      classBytes += chunk.classBytes;
      nanoseconds += chunk.nanoseconds;
      large.addAll(chunk.large);
    }
    return new TranslationReport(
        names.module().bodies().size(), methods, large, wasmBytes.get(), classBytes, nanoseconds);
  }

  private static Chunk result(Future<Chunk> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new AssertionError("BUG: translation failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.util.concurrent.CancellationException("interrupted");
    }
  }
}
