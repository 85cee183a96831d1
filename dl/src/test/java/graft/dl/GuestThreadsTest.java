package graft.dl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.runtime.Func;
import graft.runtime.GuestExit;
import graft.runtime.HostFunction;
import graft.runtime.HostLibrary;
import graft.runtime.Trap;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How a process ends that has threads of WASI.
@Timeout(60)
final class GuestThreadsTest {
  private static final int UNREACHABLE = 0x00;
  private static final int CALL = 0x10;
  private static final int DROP = 0x1a;
  private static final int I32_CONST = 0x41;
  private static final int I64_CONST = 0x42;

  private static final int EXIT = 1;

  /// `memory.atomic.wait32` at address 32, for ever.
  private static final int[] WAIT = {
    I32_CONST, 32, I32_CONST, 0, I64_CONST, 0x7f, 0xfe, 0x01, 2, 0, DROP
  };

  /// What a thread asks of its host.
  public static final class Host {
    private volatile Thread thread;

    @HostFunction
    public void began() {
      thread = Thread.currentThread();
    }

    @HostFunction
    public void exit(int status) {
      throw new GuestExit(status);
    }
  }

  private final Host host = new Host();

  /// A program whose main function starts a thread that tells the host, and returns.
  private GuestProcess load(int... thread) {
    TinyModule.Bytes body = TinyModule.bytes().b(CALL, 2).b(thread);
    TinyModule main =
        new TinyModule()
            .importSharedMemory(1, 2)
            .importFunction("wasi", "thread-spawn", "i:i")
            .importFunction("env", "exit", "i:")
            .importFunction("env", "began", ":")
            .function("wasi_thread_start", "ii:", body)
            .function("_start", ":", I32_CONST, 5, CALL, 0, DROP)
            .export("begin", 0, 4);
    return GuestProcess.builder()
        .main("main.wasm", main.build())
        .host(_ -> HostLibrary.of(MethodHandles.lookup(), host))
        .load();
  }

  @Test
  void aThreadThatStillWaitsAtTheEndDoesNotInterruptWhoeverRanTheProgram() throws Exception {
    try (GuestProcess process = load(WAIT)) {
      assertThat(process.run(List.of())).isZero();
      while (host.thread == null) {
        Thread.onSpinWait();
      }
      host.thread.join();
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
  }

  @Test
  void aTrapOfAThreadIsTheEndAlsoWhileMainWaitsForCallbacks() {
    try (GuestProcess process = load(UNREACHABLE)) {
      var _ = process.eventLoop().begin();
      assertThatThrownBy(() -> process.run(List.of()))
          .isInstanceOf(Trap.class)
          .hasMessage("unreachable");
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
  }

  @Test
  void theExitStatusOfAThreadIsThatOfTheProgram() {
    try (GuestProcess process = load(I32_CONST, 7, CALL, EXIT)) {
      var _ = process.eventLoop().begin();
      assertThat(process.run(List.of())).isEqualTo(7);
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
  }

  @Test
  void whoeverLoadedTheProgramTakesTurnsWithItsThreads() throws Exception {
    try (GuestProcess process = load(WAIT)) {
      Library library = process.open("side.so", sharedSide());
      Func function = library.function("f");
      assertWaitsForTheLock(process, () -> process.pointerTo(function));
      assertWaitsForTheLock(process, library::close);
    }
  }

  @Test
  void aThreadThatEndsTheProcessDoesNotInterruptAnOwnerWhoIsNotInIt() throws Exception {
    try (GuestProcess process = load(UNREACHABLE)) {
      process.main().function("begin").invoke();
      while (host.thread == null) {
        Thread.onSpinWait();
      }
      host.thread.join();
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
      assertThatThrownBy(() -> process.allocate(4))
          .isInstanceOf(Trap.class)
          .hasMessage("unreachable");
    }
  }

  @Test
  void theEndWaitsForThreadsThatWait() {
    GuestProcess process = load(WAIT);
    process.main().function("begin").invoke();
    while (host.thread == null) {
      Thread.onSpinWait();
    }
    process.close();
    assertThat(host.thread.isAlive()).isFalse();
  }

  @Test
  void whatIsOfAnotherThreadIsNotClosedUnlessThatHasEnded() throws Exception {
    AtomicReference<GuestProcess> loaded = new AtomicReference<>();
    CountDownLatch there = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Thread owner =
        Thread.ofVirtual()
            .start(() -> {
              loaded.set(load(WAIT));
              there.countDown();
              awaitQuietly(end);
            });
    there.await();
    GuestProcess process = loaded.get();
    assertThatThrownBy(process::close)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("may not enter");
    end.countDown();
    owner.join();
    process.close();
    assertThat(process.libraries()).isEmpty();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whatFailsWhenTheProcessIsClosedKeepsNothingElseFromBeingClosed() {
    GuestProcess process = load(WAIT);
    List<String> closed = new ArrayList<>();
    process.onClose(() -> {
      throw new IllegalArgumentException("first");
    });
    process.onClose(() -> closed.add("second"));
    assertThatThrownBy(process::close).hasMessage("first");
    process.close();
    assertThat(closed).containsExactly("second");
  }

  private static byte[] sharedSide() {
    return new TinyModule()
        .memoryInfo(0, 2, 0, 0)
        .importSharedMemory(1, 2)
        .constant("f", 1)
        .build();
  }

  /// Has another thread hold the lock until this one waits for it.
  private static void assertWaitsForTheLock(GuestProcess process, Runnable work) throws Exception {
    Thread caller = Thread.currentThread();
    AtomicBoolean done = new AtomicBoolean();
    AtomicBoolean early = new AtomicBoolean();
    CountDownLatch held = new CountDownLatch(1);
    Thread holder =
        Thread.ofPlatform()
            .start(() ->
                process.locked(() -> {
                  held.countDown();
                  while (!done.get() && LockSupport.getBlocker(caller) == null) {
                    Thread.onSpinWait();
                  }
                  early.set(done.get());
                  return held;
                }));
    while (held.getCount() > 0) {
      Thread.onSpinWait();
    }
    work.run();
    done.set(true);
    holder.join();
    assertThat(early.get()).isFalse();
  }
}
