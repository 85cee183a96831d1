package graft.testing.soak;

import graft.dl.Callback;
import graft.dl.GuestProcess;
import graft.dl.Library;
import graft.runtime.HostFunction;
import graft.runtime.HostLibrary;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.invoke.MethodHandles;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Opens, calls and closes a library again and again, and looks at what has grown: guest memory,
/// table, blocks of the guest's allocator, the JVM's heap, metaspace and classes. Then the same
/// with libraries of ever other names that have pointers to what nobody defines, whose classes the
/// JVM must be able to collect, and with threads that come and go.
public final class SoakSuite {
  /// Whether the JVM clears soft references at each collection.
  private static final boolean COLLECTS = Integer.getInteger("graft.soak.collect", 0) > 0;

  private static final int CYCLES = 100_000;
  private static final int LOADERS = 20;

  /// So many cycles make a library of a new name, whose code is translated anew, and so many a
  /// thread.
  private static final int NAMES_EVERY = 50;

  private static final int THREADS_EVERY = 100;
  private static final long MEGABYTE = 1 << 20;

  private final PrintStream out;
  private int passed;
  private int failed;
  private int nextName;

  SoakSuite(PrintStream out) {
    this.out = out;
  }

  /// What the library looks like from Java.
  interface Side {
    /// Calls constructor's functions, main's and the callback.
    int use(int callback, int a);
  }

  /// What may not grow.
  ///
  /// @param guest bytes of guest memory
  /// @param slots of the table
  /// @param blocks that the guest's allocator has given out
  /// @param heap bytes that live objects take
  /// @param metaspace bytes
  /// @param classes loaded
  private record Sizes(
      long guest,
      long slots,
      long blocks,
      long addresses,
      long heap,
      long metaspace,
      long classes) {}

  /// The command `./dev soak [CYCLES]`.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int cycles = arguments.length == 0 ? CYCLES : Integer.parseInt(arguments[0]);
    System.exit(new SoakSuite(System.out).run(cycles) ? 0 : 1);
  }

  /// Runs everything.
  ///
  /// @return whether nothing has grown
  boolean run(int cycles) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("graft-soak");
    SoakPrograms.build(folder);
    byte[] side = Files.readAllBytes(folder.resolve("side.so"));
    try (GuestProcess process = GuestProcess.builder().main(folder.resolve("main.wasm")).load()) {
      soak("one library", process, true, cycles, first -> cycles(process, side, first));
      byte[] loose = Files.readAllBytes(folder.resolve("loose.so"));
      soak(
          "libraries of other names",
          process,
          false,
          cycles / NAMES_EVERY,
          count -> names(process, loose, count));
      if (COLLECTS) {
        require("class loaders of closed libraries", loadersLeft(process, side), 0);
      }
    }
    byte[] thread = Files.readAllBytes(folder.resolve("thread.so"));
    Worker worker = new Worker();
    try (GuestProcess process =
        GuestProcess.builder()
            .main(folder.resolve("threads.wasm"))
            .host(_ -> HostLibrary.of(MethodHandles.lookup(), worker))
            .load()) {
      soak(
          "threads",
          process,
          true,
          cycles / THREADS_EVERY,
          count -> threads(process, worker, thread, count));
    }
    out.println(passed + " passed, " + failed + " failed, 0 skipped");
    return failed == 0;
  }

  /// Something that is done so many times.
  private interface Work {
    void times(int count) throws InterruptedException;
  }

  /// @param sameModule whether one module is opened again and again: of others the module cache
  ///   keeps the code while the JVM has memory, unless it collects all that it can
  private void soak(String what, GuestProcess process, boolean sameModule, int count, Work work)
      throws InterruptedException {
    work.times(Math.max(count / 10, 500));
    Sizes before = measure(process);
    long started = System.nanoTime();
    work.times(count);
    long microseconds = (System.nanoTime() - started) / 1000;
    Sizes after = measure(process);
    out.println(
        what + ": " + count + " cycles of " + (double) microseconds / count + " microseconds");
    out.println("before " + before + "\nafter  " + after);
    require("guest memory", after.guest - before.guest, 0);
    require("table", after.slots - before.slots, 0);
    require("blocks", after.blocks - before.blocks, 0);
    require("addresses", after.addresses - before.addresses, 0);
    if (sameModule || COLLECTS) {
      require("heap", after.heap - before.heap, 4 * MEGABYTE);
      require("metaspace", after.metaspace - before.metaspace, 2 * MEGABYTE);
      require("classes", after.classes - before.classes, 200);
    }
  }

  private void require(String what, long growth, long allowed) {
    if (growth <= allowed) {
      passed++;
    } else {
      failed++;
      out.println(what + ": grew by " + growth + ", allowed are " + allowed);
    }
  }

  private static void cycles(GuestProcess process, byte[] side, int count) {
    for (int i = 0; i < count; i++) {
      Library library = process.open("side.so", side);
      int given = i;
      try (Callback callback = process.callback(IntUnaryOperator.class, a -> a + given)) {
        int result;
        if (i % 16 == 0) {
          result = library.as(MethodHandles.lookup(), Side.class).use(callback.pointer(), 5);
        } else {
          result =
              library.function("use").invoke(callback.pointer(), 5) instanceof Integer number
                  ? number
                  : 0;
        }
        int expected = 5 + 3 + 10 + 5 + i + 5;
        if (result != expected) {
          throw new AssertionError("cycle " + i + ": " + result + ", not " + expected);
        }
      }
      library.close();
    }
  }

  /// Libraries of names that have not been there before.
  private void names(GuestProcess process, byte[] loose, int count) {
    for (int i = 0; i < count; i++) {
      Library library = process.open("loose" + nextName++ + ".so", loose);
      requireResult(library, "use", process.pointerTo(process.main().function("doubled")), 5);
      library.close();
    }
  }

  private static void requireResult(Library library, String function, Object... arguments) {
    if (!(library.function(function).invoke(arguments) instanceof Integer number) || number == 0) {
      throw new AssertionError(library + ": " + function + " gives nothing");
    }
  }

  /// What threads do.
  public static final class Worker {
    private volatile Runnable work = () -> {};
    private volatile @Nullable Thread thread;
    private volatile @Nullable Throwable failure;

    @HostFunction
    public void work() {
      thread = Thread.currentThread();
      try {
        work.run();
      } catch (Throwable e) {
        failure = e;
      }
    }
  }

  /// Threads that use a library of another one, and open one of their own that the other one uses.
  private void threads(GuestProcess process, Worker worker, byte[] bytes, int count)
      throws InterruptedException {
    for (int i = 0; i < count; i++) {
      String name = "thread" + nextName++ % LOADERS;
      Library mine = process.open(name + ".so", bytes);
      requireResult(mine, "next");
      List<Library> theirs = new ArrayList<>();
      worker.thread = null;
      worker.work =
          () -> {
            Library own = process.open(name + "b.so", bytes);
            theirs.add(own);
            requireResult(own, "next");
            requireResult(mine, "next");
            mine.close();
          };
      if (!(process.main().function("begin").invoke() instanceof Integer id) || id <= 0) {
        throw new AssertionError("no thread");
      }
      while (worker.thread == null) {
        Thread.onSpinWait();
      }
      worker.thread.join();
      if (worker.failure != null) {
        throw new AssertionError("in a thread", worker.failure);
      }
      requireResult(theirs.getFirst(), "next");
      theirs.getFirst().close();
      if (!mine.isClosed() || !theirs.getFirst().isClosed()) {
        throw new AssertionError("cycle " + i + ": not closed");
      }
    }
  }

  private static Sizes measure(GuestProcess process) throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(50);
    }
    long metaspace = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getName().equals("Metaspace")) {
        metaspace = pool.getUsage().getUsed();
      }
    }
    ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
    return new Sizes(
        process.memory().sizeInBytes(),
        process.table().size(),
        process.memory().i32(process.symbol("live").address()),
        process.statistics().addressesBound(),
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
        metaspace,
        classes.getLoadedClassCount());
  }

  /// Opens and closes libraries of different names, each with classes of its own.
  private static int loadersLeft(GuestProcess process, byte[] side) throws InterruptedException {
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    for (int i = 0; i < LOADERS; i++) {
      Library library = process.open("side" + i + ".so", side);
      loaders.add(new WeakReference<>(library.function("use").getClass().getClassLoader()));
      library.close();
    }
    // What was opened last may still be on the stack.
    cycles(process, side, 1);
    int left = LOADERS;
    for (int i = 0; i < 20 && left > 0; i++) {
      System.gc();
      Thread.sleep(50);
      left = (int) loaders.stream().filter(each -> each.get() != null).count();
    }
    return left;
  }
}
