package graft.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import graft.format.FunctionType;
import graft.format.ValType;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Annotated methods as imports.
final class HostLibraryTest {
  private static final FunctionType INTS =
      new FunctionType(List.of(ValType.I32, ValType.I32), List.of(ValType.I32));
  private static final FunctionType LONGS =
      new FunctionType(List.of(ValType.I64, ValType.I64), List.of(ValType.I64));

  private final HostLibrary library = HostLibrary.of(MethodHandles.lookup(), new Arithmetic());

  @HostModule("arithmetic")
  public static final class Arithmetic {
    @HostFunction
    public int add(int a, int b) {
      return a + b;
    }

    @HostFunction("add")
    public long addLongs(long a, long b) {
      return a + b;
    }

    @HostFunction(module = "env", value = "negate")
    public double minus(double a) {
      return -a;
    }

    public int hidden() {
      return 0;
    }
  }

  public static final class Strange {
    @HostFunction
    public int length(String text) {
      return text.length();
    }
  }

  /// Functions whose results come later.
  public static final class Later {
    final List<CompletableFuture<Integer>> waiting = new CopyOnWriteArrayList<>();
    final CountDownLatch all = new CountDownLatch(1_000);

    @HostFunction
    public CompletableFuture<Integer> ask(int question) {
      CompletableFuture<Integer> answer = new CompletableFuture<>();
      waiting.add(answer);
      all.countDown();
      return answer;
    }

    @HostFunction
    public CompletionStage<Void> fail() {
      return CompletableFuture.failedFuture(new IllegalStateException("no"));
    }

    @HostFunction
    public CompletionStage<Double> half(double number) {
      return CompletableFuture.completedFuture(number / 2);
    }
  }

  public static final class StrangeLater {
    @HostFunction
    public CompletableFuture<String> name() {
      return new CompletableFuture<>();
    }
  }

  private static Func later(Later target, String name, FunctionType type) {
    return (Func) HostLibrary.of(MethodHandles.lookup(), target).find("env", name, type);
  }

  @Test
  void whatAFutureGivesIsTheResultAndWhatItFailsWithIsThrown() {
    Later later = new Later();
    FunctionType doubles = new FunctionType(List.of(ValType.F64), List.of(ValType.F64));
    assertThat(later(later, "half", doubles).invoke(3.0)).isEqualTo(1.5);
    Func failing = later(later, "fail", new FunctionType(List.of(), List.of()));
    assertThatThrownBy(failing::invoke).isInstanceOf(IllegalStateException.class).hasMessage("no");
    assertThatThrownBy(() -> HostLibrary.of(MethodHandles.lookup(), new StrangeLater()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("wasm has no type like java.lang.String");
  }

  /// A thousand wait at the same time before the first gets its answer. There are far fewer
  /// platform threads: each that waited would hold one, and the last would never come to ask.
  @Test
  @Timeout(120)
  void guestsThatWaitOnVirtualThreadsHoldNoPlatformThreads() throws InterruptedException {
    Later later = new Later();
    Func ask = later(later, "ask", new FunctionType(List.of(ValType.I32), List.of(ValType.I32)));
    AtomicInteger sum = new AtomicInteger();
    List<Thread> guests = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      guests.add(Thread.ofVirtual().start(() -> sum.addAndGet((Integer) ask.invoke(1))));
    }
    later.all.await();
    int carriers =
        (int)
            Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getThreadGroup() != null)
                .filter(thread -> thread.getName().startsWith("ForkJoinPool-"))
                .count();
    assertThat(carriers).isLessThanOrEqualTo(2 * Runtime.getRuntime().availableProcessors() + 2);
    later.waiting.forEach(answer -> answer.complete(2));
    for (Thread each : guests) {
      each.join();
    }
    assertThat(sum).hasValue(2_000);
  }

  @Test
  void interruptingAGuestThatWaitsCancelsWhatItWaitsFor() throws InterruptedException {
    Later later = new Later();
    Func ask = later(later, "ask", new FunctionType(List.of(ValType.I32), List.of(ValType.I32)));
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread guest =
        Thread.ofVirtual()
            .start(() -> {
              try {
                ask.invoke(1);
              } catch (Trap e) {
                thrown.set(e);
              }
            });
    while (later.waiting.isEmpty()) {
      Thread.onSpinWait();
    }
    guest.interrupt();
    guest.join();
    assertThat(thrown.get()).hasMessageContaining("interrupted while ask was awaited");
    assertThat(later.waiting.get(0)).isCancelled();
  }

  @Test
  void theTypeDecidesBetweenMethodsOfOneName() {
    assertThat(((Func) library.find("arithmetic", "add", INTS)).invoke(2, 3)).isEqualTo(5);
    assertThat(((Func) library.find("arithmetic", "add", LONGS)).invoke(2L, 3L)).isEqualTo(5L);
    assertThat(library.find("env", "add", INTS)).isNull();
    assertThat(library.find("arithmetic", "hidden", INTS)).isNull();
    assertThat(library.find("arithmetic", "add", new FunctionType(List.of(), List.of()))).isNull();
  }

  @Test
  void theSameFunctionIsTheSameObject() {
    assertThat(library.find("arithmetic", "add", INTS))
        .isSameAs(library.find("arithmetic", "add", INTS));
  }

  @Test
  void namesAreListedWithTheirTypes() {
    assertThat(library.symbols())
        .extracting(HostSymbol::module, HostSymbol::name)
        .containsExactly(
            tuple("arithmetic", "add"), tuple("arithmetic", "add"), tuple("env", "negate"));
    assertThat(HostSymbols.firstOf(library).types("arithmetic", "add"))
        .containsExactlyInAnyOrder(INTS, LONGS);
  }

  @Test
  void aParameterThatWasmDoesNotKnowIsRefused() {
    Strange strange = new Strange();
    assertThatThrownBy(() -> HostLibrary.of(MethodHandles.lookup(), strange))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("wasm has no type like java.lang.String");
  }

  @Test
  void anInvokerCallsAnyFunctionOfTheSignature() throws Throwable {
    Func add = (Func) library.find("arithmetic", "add", INTS);
    assertThat((int) Signature.of(INTS).invoker().invokeExact(add, 20, 22)).isEqualTo(42);
  }
}
