package graft.dl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.runtime.Trap;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Libraries seen from Java: typed interfaces, callbacks, buffers, threads.
final class JavaBindingTest {
  /// A C library in short: memory is never reused.
  private static final String MAIN =
      """
      static char heap[1 << 16];
      static unsigned long used;
      int frees;
      void *malloc(unsigned long size) {
        void *block = heap + used;
        used += (size + 15) & ~15ul;
        return used <= sizeof heap ? block : 0;
      }
      void free(void *block) { frees++; }
      int grow(int pages) { return __builtin_wasm_memory_grow(0, pages); }
      """;

  private static final String LIBRARY =
      """
      int counter = 5;
      int add(int a, int b) { return a + b; }
      long long wide(long long a, float b, double c) { return a + (long long)(b * c); }
      _Bool odd(int a) { return a & 1; }
      signed char narrow(int a) { return (signed char)a; }
      int length(const char *text) { int n = 0; while (text[n]) n++; return n; }
      const char *name(void) { return "geometry"; }
      const char *none(void) { return 0; }
      int fold(int (*with)(int, int), const int *values, int n) {
        int sum = 0;
        for (int i = 0; i < n; i++) sum = with(sum, values[i]);
        return sum;
      }
      int (*kept)(int);
      void keep(int (*f)(int)) { kept = f; }
      int call(int a) { return kept(a); }
      void stop(void) { __builtin_trap(); }
      static int made;
      __attribute__((constructor)) static void make(void) { made = 3; }
      int count_made(void) { return made; }
      """;

  @TempDir Path folder;
  private @Nullable GuestProcess process;
  private @Nullable Library library;

  interface Geometry extends AutoCloseable {
    int add(int a, int b);

    long wide(long a, float b, double c);

    boolean odd(int a);

    byte narrow(int a);

    int length(@Nullable String text);

    @Nullable String name();

    @Nullable String none();

    int fold(int with, GuestBuffer values, int n);

    void keep(int function);

    int call(int a);

    void stop();

    @GuestName("count_made")
    int made();

    default int twice(int a) {
      return add(a, a);
    }

    @Override
    void close();
  }

  interface Wrong {
    double add(int a, int b);
  }

  interface Missing {
    int subtract(int a, int b);

    int divide(int a, int b);

    int add(int a, int b);
  }

  @BeforeEach
  void load() throws Exception {
    Built built = new Built(folder);
    process = GuestProcess.builder().main(built.main(MAIN)).load();
    library = process().open(built.library("libgeo.so", LIBRARY));
  }

  @AfterEach
  void end() {
    process().close();
  }

  private GuestProcess process() {
    assertThat(process).isNotNull();
    return process;
  }

  private Library library() {
    assertThat(library).isNotNull();
    return library;
  }

  private Geometry geometry() {
    return library().as(MethodHandles.lookup(), Geometry.class);
  }

  @Test
  void anInterfaceIsImplementedByALibrary() {
    Geometry geometry = geometry();

    assertThat(geometry.add(40, 2)).isEqualTo(42);
    assertThat(geometry.wide(1L << 40, 1.5f, 4)).isEqualTo((1L << 40) + 6);
    assertThat(geometry.odd(3)).isTrue();
    assertThat(geometry.odd(4)).isFalse();
    assertThat(geometry.narrow(200)).isEqualTo((byte) -56);
    assertThat(geometry.made()).isEqualTo(3);
    assertThat(geometry.twice(21)).isEqualTo(42);
    assertThat(geometry.toString()).isNotNull();
  }

  @Test
  void stringsAreCStringsForTheTimeOfACall() {
    int before = process().stack().position();

    assertThat(geometry().length("Größe")).isEqualTo(7);
    assertThat(geometry().length("")).isZero();
    assertThat(geometry().name()).isEqualTo("geometry");
    assertThat(geometry().none()).isNull();
    assertThat(process().stack().position()).isEqualTo(before);
  }

  @Test
  void missingFunctionsAreReportedAllAtOnce() {
    assertThatThrownBy(() -> library().as(MethodHandles.lookup(), Missing.class))
        .isInstanceOf(UndefinedSymbolException.class)
        .hasMessageContaining("libgeo.so: undefined symbol: divide, type (i32, i32) -> i32")
        .hasMessageContaining("libgeo.so: undefined symbol: subtract, type (i32, i32) -> i32");
  }

  @Test
  void aFunctionOfAnotherTypeIsReportedWithBothTypes() {
    assertThatThrownBy(() -> library().as(MethodHandles.lookup(), Wrong.class))
        .hasMessage(
            "libgeo.so: add has another type than Wrong.add: expected (i32, i32) -> f64, found"
                + " (i32, i32) -> i32");
  }

  @Test
  void trapsOfAnInterfaceAreTraps() {
    assertThatThrownBy(() -> geometry().stop())
        .isInstanceOf(Trap.class)
        .hasMessageContaining("unreachable");
  }

  @Test
  void closingTheInterfaceClosesTheLibrary() {
    Geometry geometry = geometry();

    geometry.close();

    assertThat(library().isClosed()).isTrue();
    assertThatThrownBy(() -> geometry.add(1, 2))
        .isInstanceOf(LoadException.class)
        .hasMessage("libgeo.so: the library is closed");
  }

  @Test
  void aLambdaIsAFunctionPointerUntilItIsClosed() {
    Geometry geometry = geometry();
    int size = process().table().size();
    try (GuestBuffer values = process().allocate(12);
        Callback sum = process().callback(IntBinaryOperator.class, (a, b) -> a * 10 + b)) {
      values.setI32(0, 1);
      values.setI32(4, 2);
      values.setI32(8, 3);
      assertThat(geometry.fold(sum.pointer(), values, 3)).isEqualTo(123);
    }

    Callback kept = process().callback(IntUnaryOperator.class, a -> -a);
    geometry.keep(kept.pointer());
    assertThat(geometry.call(7)).isEqualTo(-7);
    kept.close();
    kept.close();

    assertThatThrownBy(() -> geometry.call(7))
        .isInstanceOf(Trap.class)
        .hasMessageContaining("the callback IntUnaryOperator.applyAsInt is closed");
    for (int i = 0; i < 1000; i++) {
      process().callback(IntUnaryOperator.class, a -> a).close();
    }
    assertThat(process().table().size()).isLessThanOrEqualTo(size + 64);
  }

  @Test
  void anExceptionOfALambdaPassesThroughTheGuest() {
    Geometry geometry = geometry();
    try (Callback failing =
        process()
            .callback(
                IntUnaryOperator.class,
                a -> {
                  throw new UnsupportedOperationException("not " + a);
                })) {
      geometry.keep(failing.pointer());
      assertThatThrownBy(() -> geometry.call(8))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage("not 8")
          .satisfies(e -> assertThat(Trap.describeStack(e)).contains("libgeo.so!call"));
    }
  }

  @Test
  void aBufferHasBoundsAndSurvivesGrowth() throws Exception {
    GuestBuffer counter = library().variable("counter", 4);
    assertThat(counter.i32(0)).isEqualTo(5);
    int before = process().memory().sizeInPages();
    assertThat(process().memory().grow(3)).isEqualTo(before);
    counter.setI32(0, 6);
    assertThat(counter.i32(0)).isEqualTo(6);

    assertThatThrownBy(() -> counter.i32(1))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("4 bytes at offset 1 of a buffer of 4 bytes");
    assertThatThrownBy(() -> counter.i64(0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> process().view((int) process().memory().sizeInBytes() - 3, 4))
        .isInstanceOf(IndexOutOfBoundsException.class);
    library().close();
    assertThatThrownBy(() -> counter.i32(0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a buffer in the data of libgeo.so, which is closed");
  }

  @Test
  void memoryOfABufferIsGivenBack() {
    GuestBuffer frees = new GuestBuffer(process(), null, process().symbol("frees").address(), 4);
    GuestBuffer text = process().allocate("héllo");
    assertThat(text.string(0)).isEqualTo("héllo");
    assertThat(text.slice(1, 2).string(0)).isEqualTo("é");

    text.close();
    text.close();

    assertThat(frees.i32(0)).isEqualTo(1);
    assertThatThrownBy(() -> text.string(0)).hasMessage("the buffer is closed");
  }

  @Test
  void onlyTheThreadThatAProcessBelongsToMayEnter() throws Exception {
    Geometry geometry = geometry();
    assertThat(elsewhere(() -> geometry.add(1, 2)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageMatching(
            "thread \"other\" may not enter process of main.wasm: it belongs to thread"
                + " \".*\" \\(call release\\(\\) there, then acquire\\(\\) here\\)");
    assertThat(elsewhere(() -> process().acquire())).isInstanceOf(IllegalStateException.class);

    process().release();
    assertThatThrownBy(() -> geometry.add(1, 2)).hasMessageContaining("belongs to no thread");
    AtomicReference<Integer> sum = new AtomicReference<>();
    assertThat(
            elsewhere(() -> {
              process().acquire();
              sum.set(geometry.add(1, 2));
              process().release();
            }))
        .isNull();
    process().acquire();

    assertThat(sum.get()).isEqualTo(3);
    assertThat(geometry.add(2, 2)).isEqualTo(4);
  }

  /// Runs something on a virtual thread.
  private static @Nullable Throwable elsewhere(Runnable task) throws InterruptedException {
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Thread.ofVirtual()
        .name("other")
        .uncaughtExceptionHandler((_, e) -> failure.set(e))
        .start(task)
        .join();
    return failure.get();
  }
}
