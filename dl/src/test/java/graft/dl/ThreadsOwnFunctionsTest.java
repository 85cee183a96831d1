package graft.dl;

import static org.assertj.core.api.Assertions.assertThat;

import graft.runtime.HostFunction;
import graft.runtime.HostLibrary;
import graft.runtime.HostSymbols;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a thread calls works on the thread's own instances and host, even where the main thread
/// called it first: each instance here has a variable of wasm that tells which one it is.
@Timeout(60)
final class ThreadsOwnFunctionsTest {
  private static final int CALL = 0x10;
  private static final int CALL_INDIRECT = 0x11;
  private static final int DROP = 0x1a;
  private static final int LOCAL_GET = 0x20;
  private static final int GLOBAL_GET = 0x23;
  private static final int GLOBAL_SET = 0x24;
  private static final int I32_LOAD = 0x28;
  private static final int I32_STORE = 0x36;
  private static final int I32_CONST = 0x41;
  private static final int I64_ADD = 0x7c;
  private static final int I64_EXTEND = 0xad;

  private static final int MAIN = 33;
  private static final int THREAD = 44;

  /// Where a pointer is kept that was read before anybody defined its function.
  private static final int POINTER = 8;

  private static final AtomicInteger HOSTS = new AtomicInteger();

  private final CountDownLatch done = new CountDownLatch(1);
  private volatile int told;

  /// A host, of which each thread has one.
  public final class Host {
    private final int number = HOSTS.incrementAndGet();

    @HostFunction
    public void tell(int number) {
      told = number;
      done.countDown();
    }

    @HostFunction
    public int hostNumber() {
      return number;
    }

    @HostFunction
    public void setTempRet0(int high) {}
  }

  /// Functions 0 to 2 are thread-spawn, tell and `run`; 3 sets the variable. The thread calls
  /// `run`.
  private static TinyModule main() {
    return new TinyModule()
        .memoryInfo(0, 0, 0, 0)
        .importSharedMemory(32, 64)
        .importTable(0)
        .importFunction("wasi", "thread-spawn", "i:i")
        .importFunction("env", "tell", "i:");
  }

  private GuestProcess load(TinyModule main, Map<String, byte[]> libraries) {
    return GuestProcess.builder()
        .main("main.wasm", main.build())
        .librarySource(ModuleSource.of(libraries))
        .host(_ -> host())
        .load();
  }

  private HostSymbols host() {
    return HostLibrary.of(MethodHandles.lookup(), new Host());
  }

  private int inThread(GuestProcess process) throws InterruptedException {
    process.run(List.of());
    assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    return told;
  }

  private static TinyModule shared() {
    return new TinyModule().memoryInfo(0, 0, 0, 0).importSharedMemory(1, 64);
  }

  @Test
  void aFunctionThatTakesPairsOfIntegersIsThatOfTheThread() throws Exception {
    TinyModule main =
        main()
            .needed("a.so")
            .importFunction("env", "run", ":i")
            .function("mark", "i:", LOCAL_GET, 0, GLOBAL_SET, 0)
            .function("wide", "j:j", LOCAL_GET, 0, GLOBAL_GET, 0, I64_EXTEND, I64_ADD)
            .function("wasi_thread_start", "ii:", I32_CONST, THREAD, CALL, 3, CALL, 2, CALL, 1)
            .function("_start", ":", I32_CONST, 5, CALL, 0, DROP)
            .function("callRun", ":i", CALL, 2)
            .global("which", true, 0);
    TinyModule side =
        shared()
            .importFunction("env", "wide", "ii:i")
            .function("run", ":i", I32_CONST, 0, I32_CONST, 0, CALL, 0);
    try (GuestProcess process = load(main, Map.of("a.so", side.build()))) {
      process.main().function("mark").invoke(MAIN);
      assertThat(process.main().function("callRun").invoke()).isEqualTo(MAIN);
      assertThat(inThread(process)).isEqualTo(THREAD);
      assertThat(process.main().function("callRun").invoke()).isEqualTo(MAIN);
    }
  }

  @Test
  void aPointerToAFunctionThatCameLaterIsThatOfTheThread() throws Exception {
    // The type of `late` is known, since main imports it, too.
    assertLatePointerIsTheThreads(
        lateMain().importFunction("env", "late", "i:i"), new int[] {CALL_INDIRECT, 0, 0});
  }

  @Test
  void aPointerOfUnknownTypeToAFunctionThatCameLaterIsThatOfTheThread() throws Exception {
    assertLatePointerIsTheThreads(
        lateMain().importFunction("env", "hostNumber", ":i"), new int[] {CALL_INDIRECT, 0, 0});
  }

  private static TinyModule lateMain() {
    return main().importGlobal("GOT.func", "late", true);
  }

  private void assertLatePointerIsTheThreads(TinyModule begun, int[] call) throws Exception {
    TinyModule.Bytes late =
        TinyModule.bytes()
            .b(I32_CONST, THREAD, I32_CONST, 0)
            .b(I32_LOAD, 2, POINTER)
            .b(call)
            .b(DROP)
            .b(I32_CONST, 0, I32_CONST, 0, I32_LOAD, 2, POINTER)
            .b(call)
            .b(CALL, 1);
    TinyModule main =
        begun
            .function("wasi_thread_start", "ii:", late)
            .function("_start", ":", I32_CONST, 5, CALL, 0, DROP)
            .function("keep", ":", I32_CONST, 0, GLOBAL_GET, 0, I32_STORE, 2, POINTER)
            .function(
                "callLate",
                "i:i",
                LOCAL_GET,
                0,
                I32_CONST,
                0,
                I32_LOAD,
                2,
                POINTER,
                CALL_INDIRECT,
                0,
                0);
    // Sets the variable, if it is given a number, and gives it.
    TinyModule side =
        shared()
            .function(
                "late",
                "i:i",
                LOCAL_GET,
                0,
                0x04,
                0x40,
                LOCAL_GET,
                0,
                GLOBAL_SET,
                0,
                0x0b,
                GLOBAL_GET,
                0)
            .global("which", true, 0);
    try (GuestProcess process = load(main, Map.of("a.so", side.build()))) {
      process.main().function("keep").invoke();
      process.open("a.so", OpenFlag.GLOBAL);
      process.main().function("callLate").invoke(MAIN);
      assertThat(inThread(process)).isEqualTo(THREAD);
      assertThat(process.main().function("callLate").invoke(0)).isEqualTo(MAIN);
    }
  }

  @Test
  void aPointerToAHostFunctionIsThatOfTheThreadsHost() throws Exception {
    TinyModule main =
        main()
            .importGlobal("GOT.func", "hostNumber", true)
            .importFunction("env", "hostNumber", ":i")
            .function("wasi_thread_start", "ii:", GLOBAL_GET, 0, CALL_INDIRECT, 2, 0, CALL, 1)
            .function("_start", ":", I32_CONST, 5, CALL, 0, DROP)
            .function("callHost", ":i", GLOBAL_GET, 0, CALL_INDIRECT, 2, 0);
    try (GuestProcess process = load(main, Map.of())) {
      Object mine = process.main().function("callHost").invoke();
      assertThat(inThread(process)).isNotEqualTo(mine);
      assertThat(process.main().function("callHost").invoke()).isEqualTo(mine);
    }
  }

  @Test
  void aFunctionInFrontIsThatOfTheThreadAndNotTheHosts() throws Exception {
    TinyModule main =
        main()
            .importFunction("env", "hostNumber", ":i")
            .function("wasi_thread_start", "ii:", CALL, 2, CALL, 1)
            .function("_start", ":", I32_CONST, 5, CALL, 0, DROP);
    try (GuestProcess process =
        GuestProcess.builder()
            .main("main.wasm", main.build())
            .host(_ -> host())
            .interpose(_ -> HostLibrary.of(MethodHandles.lookup(), new Front()))
            .load()) {
      assertThat(inThread(process)).isEqualTo(-1);
    }
  }

  /// Comes before the host.
  public static final class Front {
    @HostFunction
    public int hostNumber() {
      return -1;
    }
  }
}
