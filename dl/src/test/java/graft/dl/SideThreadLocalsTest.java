package graft.dl;

import static org.assertj.core.api.Assertions.assertThat;

import graft.runtime.HostFunction;
import graft.runtime.HostLibrary;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Thread-local variables of a library in threads of WASI.
@Timeout(60)
final class SideThreadLocalsTest {
  private static final int CALL = 0x10;
  private static final int DROP = 0x1a;
  private static final int LOCAL_GET = 0x20;
  private static final int GLOBAL_GET = 0x23;
  private static final int GLOBAL_SET = 0x24;
  private static final int I32_CONST = 0x41;

  /// What the program tells.
  public static final class Host {
    private final List<Integer> addresses = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch ended = new CountDownLatch(2);
    private Library library;

    @HostFunction
    public void thread() {
      addresses.add((Integer) library.function("address").invoke());
      ended.countDown();
    }

    @HostFunction
    public void after() throws InterruptedException {
      assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void everyThreadHasItsOwn() {
    Host host = new Host();
    TinyModule main =
        new TinyModule()
            .memoryInfo(0, 0, 0, 0)
            .importSharedMemory(32, 64)
            .importTable(0)
            .importFunction("wasi", "thread-spawn", "i:i")
            .importFunction("env", "thread", ":")
            .importFunction("env", "after", ":")
            .function("wasi_thread_start", "ii:", CALL, 1)
            .function(
                "_start", ":", I32_CONST, 5, CALL, 0, DROP, I32_CONST, 6, CALL, 0, DROP, CALL, 2);
    byte[] side =
        new TinyModule()
            .memoryInfo(0, 0, 0, 0)
            .importSharedMemory(1, 64)
            .global("__tls_base", true, 0)
            .global("__tls_size", false, 8)
            .global("__tls_align", false, 8)
            .function("__wasm_init_tls", "i:", LOCAL_GET, 0, GLOBAL_SET, 0)
            .function("address", ":i", GLOBAL_GET, 0)
            .build();
    try (GuestProcess process =
        GuestProcess.builder()
            .main("main.wasm", main.build())
            .host(_ -> HostLibrary.of(MethodHandles.lookup(), host))
            .load()) {
      host.library = process.open("side.so", side);
      host.addresses.add((Integer) host.library.function("address").invoke());
      assertThat(process.run(List.of())).isZero();
    }
    assertThat(host.addresses).hasSize(3).doesNotContain(0);
    assertThat(new HashSet<>(host.addresses)).hasSize(3);
  }
}
