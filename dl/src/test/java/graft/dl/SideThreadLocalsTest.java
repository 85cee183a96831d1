package graft.dl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.runtime.HostFunction;
import graft.runtime.HostLibrary;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Thread-local variables of a library in threads of WASI.
@Timeout(60)
final class SideThreadLocalsTest {
  private static final int CALL = 0x10;
  private static final int DROP = 0x1a;
  private static final int LOCAL_GET = 0x20;
  private static final int GLOBAL_GET = 0x23;
  private static final int GLOBAL_SET = 0x24;
  private static final int I32_CONST = 0x41;

  private static final String SOURCE =
      """
      static int nine = 9;
      _Thread_local int count = 5;
      static _Thread_local int *pointer = &nine;
      int next(void) { return count++; }
      int reads(void) { return *pointer; }
      int *address(void) { return &count; }
      """;

  @TempDir Path folder;

  /// What the program tells.
  public static final class Host {
    private final List<Integer> addresses = Collections.synchronizedList(new ArrayList<>());
    private final List<Integer> values = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch ended = new CountDownLatch(2);
    private volatile Library library;

    @HostFunction
    public void thread() throws InterruptedException {
      while (library == null) {
        Thread.onSpinWait();
      }
      if (library.find("next") != null) {
        values.add((Integer) library.function("next").invoke());
        values.add((Integer) library.function("reads").invoke());
      }
      addresses.add((Integer) library.function("address").invoke());
      ended.countDown();
      // Both threads are there at the same time: else the second may get what the first one had.
      after();
    }

    @HostFunction
    public void after() throws InterruptedException {
      assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static GuestProcess load(Host host) {
    TinyModule main =
        new TinyModule()
            .memoryInfo(0, 0, 0, 0)
            .importSharedMemory(32, 64)
            .importTable(0)
            .importFunction("wasi", "thread-spawn", "i:i")
            .importFunction("env", "thread", ":")
            .importFunction("env", "after", ":")
            .global("__stack_pointer", true, 100_000)
            .function("wasi_thread_start", "ii:", CALL, 1)
            .function(
                "_start", ":", I32_CONST, 5, CALL, 0, DROP, I32_CONST, 6, CALL, 0, DROP, CALL, 2);
    return GuestProcess.builder()
        .main("main.wasm", main.build())
        .host(_ -> HostLibrary.of(MethodHandles.lookup(), host))
        .load();
  }

  private static byte[] withThreadLocals() {
    return new TinyModule()
        .memoryInfo(0, 0, 0, 0)
        .importSharedMemory(1, 64)
        .global("__tls_base", true, 0)
        .global("__tls_size", false, 8)
        .global("__tls_align", false, 8)
        .function("__wasm_init_tls", "i:", LOCAL_GET, 0, GLOBAL_SET, 0)
        .function("address", ":i", GLOBAL_GET, 0)
        .build();
  }

  @Test
  void everyThreadHasItsOwn() {
    Host host = new Host();
    try (GuestProcess process = load(host)) {
      host.library = process.open("side.so", withThreadLocals());
      host.addresses.add((Integer) host.library.function("address").invoke());
      assertThat(process.run(List.of())).isZero();
    }
    assertThat(host.addresses).hasSize(3).doesNotContain(0);
    assertThat(new HashSet<>(host.addresses)).hasSize(3);
  }

  private Path builtWithExports() throws Exception {
    return built()
        .sharedLibrary(
            "side.so",
            SOURCE,
            "--export=__wasm_init_tls",
            "--export=__tls_size",
            "--export=__tls_align");
  }

  @Test
  void aLibraryOfWasmLdHasThemInEveryThread() throws Exception {
    Host host = new Host();
    Path side = builtWithExports();
    try (GuestProcess process = load(host)) {
      host.library = process.open(side);
      assertThat(host.library.function("next").invoke()).isEqualTo(5);
      assertThat(host.library.function("next").invoke()).isEqualTo(6);
      assertThat(process.run(List.of())).isZero();
      assertThat(host.library.function("next").invoke()).isEqualTo(7);
      assertThat(host.library.function("reads").invoke()).isEqualTo(9);
      assertThat(process.memory().i32(0)).isZero();
    }
    assertThat(host.values).containsExactlyInAnyOrder(5, 9, 5, 9);
    assertThat(new HashSet<>(host.addresses)).hasSize(2);
  }

  /// It is there when the thread begins, which has no stack by then to ask for memory.
  @Test
  void aLibraryThatComesWhileAThreadStartsHasThemInIt() throws Exception {
    Host host = new Host();
    Path side = builtWithExports();
    try (GuestProcess process = load(host)) {
      GuestThreads threads = Objects.requireNonNull(process.threads());
      // Whoever has the lock keeps a thread from beginning.
      boolean begins =
          process.locked(() -> {
            boolean started = threads.spawn(1) > 0 && threads.spawn(2) > 0;
            host.library = process.open(side);
            assertThat(host.library.function("next").invoke()).isEqualTo(5);
            return started;
          });
      assertThat(begins).isTrue();
      assertThat(host.ended.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.memory().i32(0)).isZero();
    }
    assertThat(host.values).containsExactlyInAnyOrder(5, 9, 5, 9);
    assertThat(host.addresses).doesNotContain(0);
    assertThat(new HashSet<>(host.addresses)).hasSize(2);
  }

  /// What can be started once only: so no other thread gets there.
  public static final class Once {
    private volatile Thread thread;
    private boolean started;

    @HostFunction
    public void start() {
      if (started) {
        thread = Thread.currentThread();
        throw new IllegalStateException("started twice");
      }
      started = true;
    }
  }

  @Test
  void aThreadThatFailsBeforeItBeginsIsNotGivenMoreOfThem() throws Exception {
    Once host = new Once();
    TinyModule main =
        new TinyModule()
            .memoryInfo(0, 0, 0, 0)
            .importSharedMemory(32, 64)
            .importTable(0)
            .importFunction("wasi", "thread-spawn", "i:i")
            .importFunction("env", "start", ":")
            .global("__stack_pointer", true, 100_000)
            .function("wasi_thread_start", "ii:", CALL, 1)
            .function("begin", ":", CALL, 1)
            .start(3);
    try (GuestProcess process =
        GuestProcess.builder()
            .main("main.wasm", main.build())
            .host(_ -> HostLibrary.of(MethodHandles.lookup(), host))
            .load()) {
      Library library = process.open("side.so", withThreadLocals());
      GuestThreads threads = Objects.requireNonNull(process.threads());
      assertThat(threads.spawn(1)).isPositive();
      while (host.thread == null) {
        Thread.onSpinWait();
      }
      host.thread.join();
      int pages = process.memory().sizeInPages();
      threads.giveToStarting(library, new UndoLog());
      assertThat(process.memory().sizeInPages()).isEqualTo(pages);
    }
  }

  @Test
  void aLibraryThatCannotMakeThemInThreadsIsRefused() throws Exception {
    Path side = built().sharedLibrary("side.so", SOURCE);
    Path none = built().sharedLibrary("none.so", "int g[9]; int *f(void) { return g; }");
    try (GuestProcess process = load(new Host())) {
      assertThatThrownBy(() -> process.open(side))
          .isInstanceOf(LoadException.class)
          .hasMessageContaining("has thread-local variables, but does not export what makes them")
          .hasMessageContaining("--export=__wasm_init_tls");
      assertThat(process.libraries()).hasSize(1);
      assertThat(process.open(none).function("f").invoke()).isNotEqualTo(0);
    }
  }

  private Built built() {
    return new Built(folder, "-pthread", "-matomics", "-mbulk-memory");
  }
}
