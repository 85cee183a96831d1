package graft.testing.soak;

import graft.dl.Callback;
import graft.dl.GuestProcess;
import graft.dl.Library;
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

/// Opens, calls and closes a library again and again, and looks at what has grown: guest memory,
/// table, blocks of the guest's allocator, the JVM's heap, metaspace and classes. Then closes
/// libraries of many different names, whose classes the JVM must be able to collect.
public final class SoakSuite {
  private static final int CYCLES = 100_000;
  private static final int LOADERS = 20;
  private static final long MEGABYTE = 1 << 20;

  private final PrintStream out;
  private int passed;
  private int failed;

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
      long guest, long slots, long blocks, long heap, long metaspace, long classes) {}

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
      cycles(process, side, Math.max(cycles / 10, 500));
      Sizes before = measure(process);
      long started = System.nanoTime();
      cycles(process, side, cycles);
      long microseconds = (System.nanoTime() - started) / 1000;
      Sizes after = measure(process);
      out.println(cycles + " cycles of " + (double) microseconds / cycles + " microseconds");
      out.println("before " + before + "\nafter  " + after);
      require("guest memory", after.guest - before.guest, 0);
      require("table", after.slots - before.slots, 0);
      require("blocks", after.blocks - before.blocks, 0);
      require("heap", after.heap - before.heap, 4 * MEGABYTE);
      require("metaspace", after.metaspace - before.metaspace, 2 * MEGABYTE);
      require("classes", after.classes - before.classes, 200);
      if (Integer.getInteger("graft.soak.collect", 0) > 0) {
        require("class loaders of closed libraries", loadersLeft(process, side), 0);
      }
    }
    out.println(passed + " passed, " + failed + " failed, 0 skipped");
    return failed == 0;
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
