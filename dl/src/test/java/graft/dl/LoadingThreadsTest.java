package graft.dl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.format.FunctionType;
import graft.runtime.Func;
import graft.runtime.HostFunction;
import graft.runtime.HostLibrary;
import graft.runtime.Trap;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Threads of a process that load at the same time.
@Timeout(60)
final class LoadingThreadsTest {
  private static final int CALL = 0x10;
  private static final int DROP = 0x1a;
  private static final int I32_CONST = 0x41;

  /// What the guest's thread does, and what the constructor of each library does.
  public final class Host {
    @HostFunction
    public void work() {
      worker = Thread.currentThread();
      try {
        inThread.run();
      } catch (Throwable e) {
        problems.add(e);
      }
      done.countDown();
    }

    @HostFunction
    public void construct(int library) {
      constructor(library);
    }
  }

  private final List<Throwable> problems = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch done = new CountDownLatch(1);
  private final CountDownLatch constructing = new CountDownLatch(1);
  private volatile @Nullable Thread worker;
  private volatile boolean constructed;
  private volatile boolean opens;
  private volatile boolean opened;
  private Runnable inThread = () -> {};
  private IntConsumer construct = _ -> {};
  private final GuestProcess process = load();

  private void constructor(int library) {
    construct.accept(library);
  }

  private GuestProcess load() {
    TinyModule main =
        new TinyModule()
            .importSharedMemory(4, 64)
            .importFunction("wasi", "thread-spawn", "i:i")
            .importFunction("env", "work", ":")
            .function("wasi_thread_start", "ii:", CALL, 1)
            .function("begin", ":", I32_CONST, 5, CALL, 0, DROP);
    return GuestProcess.builder()
        .main("main.wasm", main.build())
        .librarySource(ModuleSource.reading("test", LoadingThreadsTest::library))
        .host(_ -> HostLibrary.of(MethodHandles.lookup(), new Host()))
        .load();
  }

  /// A library whose constructor tells the host its number: `1.so`, `2.so`.
  private static byte @Nullable [] library(String name) {
    return name.length() == 4
        ? new TinyModule()
            .memoryInfo(0, 2, 0, 0)
            .importSharedMemory(4, 64)
            .importFunction("env", "construct", "i:")
            .function("__wasm_call_ctors", ":", I32_CONST, name.charAt(0) - '0', CALL, 0)
            .build()
        : null;
  }

  @AfterEach
  void nothingWentWrong() {
    process.close();
    assertThat(problems).isEmpty();
  }

  private void start(Runnable work) {
    inThread = work;
    process.main().function("begin").invoke();
  }

  /// Waits until the guest's thread waits for a lock.
  private void waitForWaiting() {
    while (!opens || (LockSupport.getBlocker(worker) == null && !opened)) {
      Thread.onSpinWait();
    }
  }

  /// Waits, in the guest's thread, until a constructor runs in the other one.
  private void awaitConstruction() {
    await(constructing);
    opens = true;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Trap.interrupted();
    }
  }

  @Test
  void noThreadGetsALibraryBeforeItIsConstructed() {
    List<Boolean> seen = new ArrayList<>();
    construct =
        _ -> {
          constructing.countDown();
          waitForWaiting();
          constructed = true;
        };
    start(() -> {
      awaitConstruction();
      process.open("1.so");
      seen.add(constructed);
      opened = true;
    });
    Library library = process.open("1.so");
    await(done);
    assertThat(seen).containsExactly(true);
    library.close();
    assertThat(library.isClosed()).isFalse();
    library.close();
    assertThat(library.isClosed()).isTrue();
  }

  @Test
  void aLibraryWhoseConstructorFailedInOneThreadIsLoadedAnewByAnother() {
    List<Library> found = new ArrayList<>();
    construct =
        _ -> {
          if (constructing.getCount() > 0) {
            constructing.countDown();
            waitForWaiting();
            throw new Trap("no");
          }
        };
    start(() -> {
      awaitConstruction();
      found.add(process.open("1.so"));
      opened = true;
    });
    assertThatThrownBy(() -> process.open("1.so"))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("its constructors trapped: no");
    await(done);
    assertThat(found.getFirst().isClosed()).isFalse();
    assertThat(found.getFirst().openCount()).isEqualTo(1);
    assertThat(process.libraries()).hasSize(2);
  }

  @Test
  void constructorsThatOpenEachOthersLibrariesDoNotWaitForEachOther() {
    construct =
        number -> {
          if (Thread.currentThread() != worker && number == 1) {
            constructing.countDown();
            waitForWaiting();
          }
          process.open(number == 1 ? "2.so" : "1.so");
        };
    start(() -> {
      awaitConstruction();
      process.open("2.so");
    });
    Library first = process.open("1.so");
    await(done);
    // By its constructor, and by the constructor of the other.
    assertThat(first.openCount()).isEqualTo(2);
    assertThat(process.open("2.so").openCount()).isEqualTo(3);
  }

  @Test
  void aDestructorIsNotInterruptedByAnotherThreadThatOpens() {
    Library library = process.open("1.so");
    List<Boolean> seen = new ArrayList<>();
    int pointer =
        process.pointerTo(
            Func.host(
                "destructor",
                new FunctionType(List.of(), List.of()),
                runnable(() -> {
                  constructing.countDown();
                  waitForWaiting();
                  seen.add(library.isClosed());
                  seen.add(opened);
                })));
    process.exitFunctions().add(library, pointer, null);
    start(() -> {
      awaitConstruction();
      assertThat(process.open("1.so")).isNotSameAs(library);
      opened = true;
    });
    library.close();
    await(done);
    assertThat(seen).containsExactly(false, false);
    assertThat(library.isClosed()).isTrue();
  }

  private static MethodHandle runnable(Runnable work) {
    try {
      return MethodHandles.lookup()
          .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
          .bindTo(work);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whoWaitsForAnotherThreadCanBeInterruptedAndHasALimit() {
    CountDownLatch goOn = new CountDownLatch(1);
    construct =
        _ -> {
          constructing.countDown();
          await(goOn);
        };
    start(() -> process.open("1.so"));
    await(constructing);
    assertThatThrownBy(() -> process.open("1.so", Duration.ofMillis(1)))
        .isInstanceOf(LoadException.class)
        .hasMessage("1.so: not within 0.001 s: another thread loads libraries");
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> process.open("1.so"))
        .isInstanceOfSatisfying(Trap.class, e -> assertThat(e.isInterruption()).isTrue());
    assertThat(Thread.interrupted()).isTrue();
    goOn.countDown();
    await(done);
    assertThat(process.open("1.so").openCount()).isEqualTo(2);
  }

  @Test
  void aThreadThatWaitsIsStoppedWhenTheProcessIsClosed() throws Exception {
    Thread waiting = Thread.currentThread();
    construct =
        _ -> {
          constructing.countDown();
          waitForWaiting();
          assertThat(waiting).isSameAs(Thread.currentThread());
          process.close();
        };
    start(() -> {
      awaitConstruction();
      assertThatThrownBy(() -> process.open("1.so"))
          .isInstanceOfSatisfying(Trap.class, e -> assertThat(e.isInterruption()).isTrue());
    });
    process.open("1.so");
    await(done);
    assertThat(process.libraries()).isEmpty();
  }

  @Test
  void exitFunctionsOfManyThreadsAreAllRunOnce() throws Exception {
    int[] runs = new int[1];
    int pointer =
        process.pointerTo(
            Func.host("count", new FunctionType(List.of(), List.of()), runnable(() -> runs[0]++)));
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int n = 0; n < 5_000; n++) {
                  process.exitFunctions().add(process.main(), pointer, null);
                }
              }));
    }
    for (Thread each : threads) {
      each.join();
    }
    assertThat(process.exitFunctions().size()).isEqualTo(20_000);
    process.exitFunctions().runAll();
    assertThat(runs[0]).isEqualTo(20_000);
  }

  @Test
  void everyThreadHasItsOwnError() {
    DlfcnFunctions functions = new DlfcnFunctions(process, process.main());
    GuestBuffer name = process.allocate("no such library");
    List<Integer> errors = new ArrayList<>();
    assertThat(functions.dlopen(name.address(), OpenFlag.NOW.bits())).isZero();
    start(() -> errors.add(functions.dlerror()));
    await(done);
    assertThat(errors).containsExactly(0);
    assertThat(process.memory().cString(functions.dlerror())).startsWith("no such library: ");
    assertThat(functions.dlerror()).isZero();
  }
}
