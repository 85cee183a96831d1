package graft.bench;

import graft.dl.GuestProcess;
import graft.dl.Library;
import graft.dl.Symbol;
import graft.runtime.Guest;
import graft.runtime.HostFunction;
import graft.runtime.HostLibrary;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Nanoseconds for opening a library, looking a symbol up, and calling it from Java. The library is
/// the case `lld22_dlopen` of the loader's tests.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class LoaderBenchmarks {
  private static final int CALLS = 1000;

  private final GuestProcess process;
  private final byte[] bytes;
  private final Library library;
  private final Plugin plugin;
  private final Looping looping;
  private final Console console = new Console();
  private final int[] data = {11, 1, 100};

  /// The library as Java sees it.
  public interface Plugin {
    /// Calls a function of main, and adds three variables.
    @graft.dl.GuestName("plug_fn")
    int call(int x);
  }

  /// What the library imports from the host.
  public static final class Console {
    @HostFunction("put_str")
    public void putString(int address) {}

    @HostFunction("put_int")
    public void putInt(int value) {}

    /// What `bench/loader/host.c` calls.
    @HostFunction("step")
    public int step(int x) {
      return x * 31 + 7;
    }
  }

  /// `bench/loader/host.c`.
  public interface Looping {
    /// Calls the host's `step` again and again.
    int loop(int count, int x);
  }

  /// Loads the program.
  public LoaderBenchmarks() {
    Path folder = Path.of(System.getProperty("graft.bench.files"));
    process =
        GuestProcess.builder()
            .main(folder.resolve("main.wasm"))
            .host(LoaderBenchmarks::host)
            .load();
    try {
      bytes = Files.readAllBytes(folder.resolve("plug.so"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    library = process.open("called.so", bytes);
    plugin = library.as(MethodHandles.lookup(), Plugin.class);
    looping =
        process
            .open(Path.of(System.getProperty("graft.bench.host")))
            .as(MethodHandles.lookup(), Looping.class);
  }

  private static HostLibrary host(Guest guest) {
    return HostLibrary.of(MethodHandles.lookup(), new Console());
  }

  /// Opens and closes a library that is translated already. Each time is a sample: of their median
  /// other programs on the machine change less than of the mean.
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  public void open() {
    process.open("opened.so", bytes).close();
  }

  /// Looks a function up.
  @Benchmark
  public @Nullable Symbol symbol() {
    return library.find("plug_fn");
  }

  /// Calls it through an interface.
  @Benchmark
  @OperationsPerInvocation(CALLS)
  public int typed() {
    int sum = 0;
    for (int i = 0; i < CALLS; i++) {
      sum += plugin.call(sum + i);
    }
    return sum;
  }

  /// Does the same work in Java.
  @Benchmark
  @OperationsPerInvocation(CALLS)
  public int java() {
    int sum = 0;
    for (int i = 0; i < CALLS; i++) {
      sum += direct(sum + i);
    }
    return sum;
  }

  private int direct(int x) {
    return x + data[0] + data[1] + data[2];
  }

  /// The guest calls a method of Java.
  @Benchmark
  @OperationsPerInvocation(CALLS)
  public int hostCall() {
    return looping.loop(CALLS, data[1]);
  }

  /// Java calls the same method.
  @Benchmark
  @OperationsPerInvocation(CALLS)
  public int hostJava() {
    int x = data[1];
    for (int i = 0; i < CALLS; i++) {
      x = console.step(x);
    }
    return x;
  }
}
