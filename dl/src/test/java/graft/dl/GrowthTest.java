package graft.dl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.runtime.HostFunction;
import graft.runtime.HostLibrary;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Opens and closes libraries of ever other names, in threads that come and go: what the loader
/// knows, and what it has of the guest's memory, may not grow. `./dev soak` does it for long.
@Timeout(60)
final class GrowthTest {
  private static final int CALL = 0x10;
  private static final int DROP = 0x1a;
  private static final int LOCAL_GET = 0x20;
  private static final int GLOBAL_GET = 0x23;
  private static final int GLOBAL_SET = 0x24;
  private static final int I32_CONST = 0x41;
  private static final int FIRST_BLOCK = 2 << 20;

  /// The guest's C library, its files, and what its threads do.
  public final class Host {
    @HostFunction
    public int malloc(int size) {
      synchronized (blocks) {
        int address = blocks.isEmpty() ? FIRST_BLOCK : blocks.lastKey() + 4096;
        blocks.put(address, size);
        return address;
      }
    }

    @HostFunction
    public void free(int address) {
      synchronized (blocks) {
        if (blocks.remove(address) == null) {
          problems.add(new AssertionError("no block at " + address));
        }
      }
    }

    @HostFunction
    public void work() {
      worker = Thread.currentThread();
      try {
        inThread.run();
      } catch (Throwable e) {
        problems.add(e);
      }
    }

    @HostFunction(module = "wasi_snapshot_preview1", value = "fd_sync")
    public int sync(int file) {
      return 0;
    }
  }

  private final TreeMap<Integer, Integer> blocks = new TreeMap<>();
  private final List<Throwable> problems = Collections.synchronizedList(new ArrayList<>());
  private volatile @Nullable Thread worker;
  private Runnable inThread = () -> {};

  private GuestProcess load() {
    TinyModule main =
        new TinyModule()
            .importSharedMemory(64, 256)
            .importFunction("wasi", "thread-spawn", "i:i")
            .importFunction("env", "work", ":")
            .importFunction("env", "malloc", "i:i")
            .importFunction("env", "free", "i:")
            .export("malloc", 0, 2)
            .export("free", 0, 3)
            .constant("of_main", 1)
            .function("wasi_thread_start", "ii:", CALL, 1)
            .function("begin", ":", I32_CONST, 5, CALL, 0, DROP);
    return GuestProcess.builder()
        .main("main.wasm", main.build())
        .librarySource(ModuleSource.reading("test", GrowthTest::library))
        .host(_ -> HostLibrary.of(MethodHandles.lookup(), new Host()))
        .load();
  }

  /// A library with all that the loader must give back: data, slots, thread-local variables, a
  /// pointer and a tag that nobody else has, an exit function, a function that takes turns.
  private static byte[] library(String name) {
    return new TinyModule()
        .memoryInfo(100, 2, 2, 0)
        .importSharedMemory(1, 256)
        .importTable(0)
        .importGlobal("env", "__memory_base", false)
        .importGlobal("env", "__table_base", false)
        .importGlobal("GOT.func", "f", true)
        .importGlobal("GOT.func", "nobody_" + name, true)
        .importGlobal("GOT.func", "of_main", true)
        .importTag("env", "tag_" + name, "i:")
        .importFunction("env", "atexit", "i:i")
        .importFunction("wasi_snapshot_preview1", "fd_sync", "i:i")
        .constant("f", 7)
        .function("__wasm_call_ctors", ":", GLOBAL_GET, 2, CALL, 0, DROP)
        .function("__wasm_init_tls", "i:", LOCAL_GET, 0, GLOBAL_SET, 5)
        .function("use", ":i", I32_CONST, 0, CALL, 1)
        .function("variables", ":i", GLOBAL_GET, 5)
        .global("__tls_base", true, 0)
        .global("__tls_size", false, 8)
        .global("__tls_align", false, 8)
        .elements(2)
        .build();
  }

  private void inThread(GuestProcess process, Runnable work) throws InterruptedException {
    worker = null;
    inThread = work;
    process.main().function("begin").invoke();
    while (worker == null) {
      Thread.onSpinWait();
    }
    worker.join();
  }

  /// Opens, uses and closes two libraries, from the main thread and from another one.
  private void round(GuestProcess process, int n) throws InterruptedException {
    List<Library> others = new ArrayList<>();
    Library mine = process.open(n + ".so", OpenFlag.GLOBAL);
    inThread(
        process,
        () -> {
          Library other = process.open("other" + n + ".so");
          for (Library each : List.of(mine, other)) {
            assertThat(each.function("use").invoke()).isEqualTo(0);
            assertThat(GuestCalls.pointer(process, each.symbol("f").address())).isEqualTo(7);
            assertThat(process.strings().intern(each, each.name())).isNotZero();
          }
          DlfcnFunctions functions = new DlfcnFunctions(process, process.main());
          functions.dlopen(process.strings().intern(mine, "nowhere"), OpenFlag.LOCAL.bits());
          assertThat(functions.dlerror()).isNotZero();
          mine.close();
          others.add(other);
        });
    assertThat(problems).isEmpty();
    Library other = others.getFirst();
    assertThat(other.function("variables").invoke()).isNotEqualTo(0);
    other.close();
    assertThat(other.isClosed()).isTrue();
    // Until then the other one has kept it, which has a pointer to its function.
    assertThat(mine.isClosed()).isTrue();
  }

  private List<Object> sizes(GuestProcess process) {
    synchronized (blocks) {
      return List.of(
          process.linkMap().instances() + " instances",
          process.got().entries().toString(),
          process.functions().size() + " slots",
          process.hostScope().tagKeys().toString(),
          process.exitFunctions().size() + " exit functions",
          process.knownNames().toString(),
          List.copyOf(blocks.values()) + " blocks");
    }
  }

  @Test
  void whatIsClosedLeavesNothing() throws InterruptedException {
    try (GuestProcess process = load()) {
      round(process, 0);
      List<Object> before = sizes(process);
      for (int n = 1; n < 12; n++) {
        round(process, n);
        assertThat(sizes(process)).as("round " + n).isEqualTo(before);
      }
    }
  }

  @Test
  void aStalePointerNamesItsLibraryInEveryThread() throws InterruptedException {
    try (GuestProcess process = load()) {
      Library library = process.open("0.so");
      int pointer = library.symbol("f").address();
      library.close();
      inThread(
          process,
          () ->
              assertThatThrownBy(() -> GuestCalls.pointer(process, pointer))
                  .hasMessageContaining("f of 0.so, which is closed"));
      assertThat(problems).isEmpty();
    }
  }
}
