package graft.dl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Many processes with the same modules in one JVM, each on a virtual thread of its own.
@Timeout(120)
final class ManyProcessesTest {
  private static final int PROCESSES = 200;
  private static final int CALLS = 50;

  private static final int CALL = 0x10;
  private static final int LOCAL_GET = 0x20;
  private static final int GLOBAL_GET = 0x23;
  private static final int I32_LOAD = 0x28;
  private static final int I32_STORE = 0x36;
  private static final int I32_ADD = 0x6a;

  /// `add(x)` adds to a variable in memory, and gives the sum.
  private static final byte[] LIBRARY =
      TinyModule.side(4, 0)
          .function(
              "add",
              "i:i",
              GLOBAL_GET,
              0,
              GLOBAL_GET,
              0,
              I32_LOAD,
              2,
              0,
              LOCAL_GET,
              0,
              I32_ADD,
              I32_STORE,
              2,
              0,
              GLOBAL_GET,
              0,
              I32_LOAD,
              2,
              0)
          .build();

  private static final byte[] MAIN =
      TinyModule.side(0, 0)
          .needed("lib.so")
          .importFunction("env", "add", "i:i")
          .function("run", "i:i", LOCAL_GET, 0, CALL, 0)
          .build();

  private final CountDownLatch allLoaded = new CountDownLatch(PROCESSES);
  private final Set<Object> code =
      Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

  @Test
  void theyAreSideBySideAndShareTheirCode() throws Exception {
    List<Future<Integer>> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < PROCESSES; i++) {
        int number = i;
        results.add(threads.submit(() -> run(number)));
      }
    }
    for (int i = 0; i < PROCESSES; i++) {
      // The library that was opened later counts from the beginning.
      assertThat(results.get(i).get()).isEqualTo(i * CALLS + i);
    }
    // main, lib.so, again.so
    assertThat(code).hasSize(3);
  }

  private int run(int number) throws InterruptedException {
    try (GuestProcess process =
        GuestProcess.builder()
            .main("many-main.wasm", MAIN)
            .stackSize(4096)
            .librarySource(ModuleSource.of(Map.of("lib.so", LIBRARY)))
            .load()) {
      process.libraries().forEach(library -> code.add(library.image()));
      allLoaded.countDown();
      allLoaded.await();
      // From here on all processes are there at once.
      Object sum = null;
      for (int i = 0; i < CALLS; i++) {
        sum = process.main().function("run").invoke(number);
        // Lets others go on.
        LockSupport.parkNanos(1);
      }
      try (Library again = process.open("again.so", LIBRARY)) {
        code.add(again.image());
        return (Integer) again.function("add").invoke(number) + (sum instanceof Integer s ? s : -1);
      }
    }
  }
}
