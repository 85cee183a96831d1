package graft.dl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.runtime.Func;
import graft.runtime.Trap;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who may call what when, and what is put back if a call or a load fails.
final class EntryTest {
  @TempDir Path folder;

  interface Side {
    int big(int callback);

    int deep(int n);

    boolean truth(int n);

    int length(String text);
  }

  private static final String SIDE =
      """
      int guard[2000] = {1};
      int big(int (*f)(int)) { volatile char room[8000]; room[0] = 1; int r = f(1); return r + room[0]; }
      int deep(int n) { volatile int room[100]; room[n % 100] = n; return deep(n + 1) + room[1]; }
      int truth(int n) { return n; }
      int length(const char *text) { int n = 0; while (text[n]) n++; return n; }
      """;

  private GuestProcess process(String main, String... needed) throws Exception {
    Path file = new Built(folder).main(main, needed);
    return GuestProcess.builder().main(file).libraryPath(List.of(folder)).stackSize(65536).load();
  }

  @Test
  void theStackIsGivenBackWhenSomethingIsThrown() throws Exception {
    new Built(folder).library("libside.so", SIDE);
    try (GuestProcess process = process("int main_value = 1;")) {
      Library library = process.open("libside.so");
      Side side = library.as(MethodHandles.lookup(), Side.class);
      int before = process.stack().position();
      try (Callback thrower =
          process.callback(
              IntUnaryOperator.class,
              _ -> {
                throw new IllegalArgumentException("no");
              })) {
        for (int i = 0; i < 100; i++) {
          assertThatThrownBy(() -> side.big(thrower.pointer()))
              .isInstanceOf(IllegalArgumentException.class);
          assertThatThrownBy(() -> library.function("big").invoke(thrower.pointer()))
              .isInstanceOf(IllegalArgumentException.class);
        }
      }
      assertThatThrownBy(() -> side.deep(0)).isInstanceOf(Trap.class);
      assertThat(process.stack().position()).isEqualTo(before);
      assertThat(side.truth(2)).isTrue();
      assertThat(side.truth(0)).isFalse();
      assertThat(side.length("x".repeat(1000))).isEqualTo(1000);
      assertThatThrownBy(() -> side.length("x".repeat(100_000)))
          .isInstanceOf(Trap.class)
          .hasMessageContaining("no room for a string of 100001 bytes");
      assertThat(process.stack().position()).isEqualTo(before);
    }
  }

  interface Lengths {
    int length(String text);

    int twice(String text, String other, int callback);
  }

  /// Main at fixed addresses, which says nothing of its stack; its data lies below that, at 1024.
  @Test
  void longStringsAreNotOnAStackOfWhichNobodyKnowsTheSize() throws Exception {
    Path file =
        new Built(folder)
            .fixedMain(
                """
                int guard = 7;
                int length(const char *text) { int n = 0; while (text[n]) n++; return n; }
                int twice(const char *text, const char *other, int (*f)(int)) {
                  return length(text) + f(1) + length(text) + length(other);
                }
                """);
    try (GuestProcess process = GuestProcess.builder().main(file).load()) {
      Lengths main = process.main().as(MethodHandles.lookup(), Lengths.class);
      int before = process.stack().position();
      String text = "x".repeat(200_000);
      assertThat(main.length(text)).isEqualTo(200_000);
      try (Callback callback =
          process.callback(
              IntUnaryOperator.class,
              n -> {
                // What the outer call has stays.
                assertThat(main.length("y".repeat(100_000))).isEqualTo(100_000);
                return n;
              })) {
        assertThat(main.twice(text, text, callback.pointer())).isEqualTo(600_001);
      }
      int pages = process.memory().sizeInPages();
      for (int i = 0; i < 100; i++) {
        assertThat(main.length(text)).isEqualTo(200_000);
      }
      assertThat(process.memory().sizeInPages()).isEqualTo(pages);
      assertThat(process.longStrings().release()).isEmpty();
      assertThat(process.stack().position()).isEqualTo(before);
      assertThat(process.memory().i32(process.symbol("guard").address())).isEqualTo(7);
    }
  }

  @Test
  void longStringsAreOnTheStackWhereMemoryCannotGrow() throws Exception {
    Path file =
        new Built(folder)
            .fixedMain(
                "int length(const char *text) { int n = 0; while (text[n]) n++; return n; }",
                "--initial-memory=131072",
                "--max-memory=131072");
    try (GuestProcess process = GuestProcess.builder().main(file).load()) {
      Length main = process.main().as(MethodHandles.lookup(), Length.class);
      int before = process.stack().position();
      assertThat(main.length("x".repeat(5_000))).isEqualTo(5_000);
      assertThatThrownBy(() -> main.length("x".repeat(200_000)))
          .isInstanceOf(Trap.class)
          .hasMessageContaining("no room for a string of 200001 bytes");
      assertThat(process.stack().position()).isEqualTo(before);
    }
  }

  interface Length {
    int length(String text);
  }

  interface Calls {
    int call(String text, int callback);
  }

  @Test
  void whatIsThrownIsNotHiddenByWhatFreesStrings() throws Exception {
    Path file =
        new Built(folder)
            .fixedMain(
                """
                static char room[1 << 20] __attribute__((aligned(16)));
                static int used;
                int broken, live;
                void *malloc(unsigned long size) {
                  char *given = room + used;
                  used += (size + 15) & -16;
                  live++;
                  return given;
                }
                void free(void *block) {
                  if (broken) __builtin_trap();
                  live--;
                }
                int call(const char *text, int (*f)(int)) { return f(text[0]); }
                """);
    GuestProcess process = GuestProcess.builder().main(file).load();
    Calls main = process.main().as(MethodHandles.lookup(), Calls.class);
    int broken = process.symbol("broken").address();
    int live = process.symbol("live").address();
    int before = process.stack().position();
    String text = "x".repeat(10_000);
    Callback thrower =
        process.callback(
            IntUnaryOperator.class,
            _ -> {
              process.memory().setI32(broken, 1);
              throw new IllegalArgumentException("no");
            });
    assertThatThrownBy(() -> main.call(text, thrower.pointer()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(process.stack().position()).isEqualTo(before);
    assertThat(process.memory().i32(live)).isEqualTo(1);
    process.memory().setI32(broken, 0);
    Callback same = process.callback(IntUnaryOperator.class, n -> n);
    assertThat(main.call(text, same.pointer())).isEqualTo('x');
    assertThat(process.memory().i32(live)).isZero();

    Callback closer =
        process.callback(
            IntUnaryOperator.class,
            _ -> {
              process.close();
              throw new IllegalArgumentException("closed");
            });
    assertThatThrownBy(() -> main.call(text, closer.pointer()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("closed");
  }

  @Test
  void noOtherThreadGetsInByAnyWay() throws Exception {
    new Built(folder).library("libside.so", SIDE);
    try (GuestProcess process = process("int main_value = 1;")) {
      Library library = process.open("libside.so");
      Side side = library.as(MethodHandles.lookup(), Side.class);
      Func truth = library.function("truth");
      GuestBuffer guard = library.variable("guard", 8000);
      GuestBuffer block = process.allocate(16);
      int stack = process.stack().position();
      List<Runnable> ways =
          List.of(
              () -> side.truth(1),
              () -> side.length("text"),
              () -> truth.invoke(1),
              () -> library.find("truth"),
              () -> library.symbol("truth"),
              () -> library.function("truth"),
              () -> library.overloads("truth"),
              () -> library.variable("guard", 4),
              library::close,
              () -> process.find("main_value"),
              () -> process.symbol("main_value"),
              () -> process.view(1024, 4),
              () -> process.allocate(4),
              () -> process.pointerTo(truth),
              () -> process.open("libside.so"),
              () -> process.callback(IntUnaryOperator.class, n -> n),
              () -> guard.i32(0),
              () -> guard.setI32(0, 5),
              () -> guard.read(0, 4),
              () -> guard.slice(0, 4).string(0),
              guard::address,
              block::close,
              process::close);
      CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < ways.size(); i++) {
                  assertThatThrownBy(ways.get(i)::run)
                      .as("way %d", i)
                      .isInstanceOf(IllegalStateException.class)
                      .hasMessageContaining("may not enter process of main.wasm");
                }
              })
          .join();
      assertThat(guard.i32(0)).isEqualTo(1);
      assertThat(process.stack().position()).isEqualTo(stack);
      process.release();
      assertThatThrownBy(() -> guard.i32(0)).hasMessageContaining("call acquire() first");
      process.acquire();
    }
  }

  @Test
  void functionsOfClosedLibrariesAndProcessesAreRefused() throws Exception {
    new Built(folder).library("libside.so", SIDE);
    GuestProcess process = process("int main_value = 1;");
    Library library = process.open("libside.so");
    Func truth = library.function("truth");
    assertThat(truth.invoke(3)).isEqualTo(3);
    assertThatThrownBy(() -> CompletableFuture.supplyAsync(() -> truth.invoke(3)).join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(IllegalStateException.class);
    library.close();
    assertThatThrownBy(() -> truth.invoke(3))
        .isInstanceOf(LoadException.class)
        .hasMessage("libside.so: the library is closed");
    assertThatThrownBy(() -> process.pointerTo(truth)).isInstanceOf(LoadException.class);
    process.close();
    assertThatThrownBy(() -> process.open("libside.so"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed");
  }

  @Test
  void aFailedLoadPutsBackScopesAndPointers() throws Exception {
    Built built = new Built(folder);
    built.library("libneeds.so", "int late(void); int asks(void) { return late(); }");
    built.library("libhas.so", "int late(void) { return 2; }");
    built.library(
        "libjoins.so",
        "int asks(void); __attribute__((constructor)) static void begin(void) {"
            + " __builtin_trap(); } int joined(void) { return asks(); } int late(void) { return 3; }",
        "libneeds.so",
        "libhas.so");
    try (GuestProcess process = process("int late(void); int (*pointer)(void) = late;")) {
      Library needs = process.open("libneeds.so");
      Library has = process.open("libhas.so");
      Func asks = needs.function("asks");
      int pointer = process.memory().i32(process.symbol("pointer").address());
      int entry = process.got().entry("late").cell().value;
      assertThat(pointer).isEqualTo(entry).isNotZero();
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> process.open("libjoins.so", OpenFlag.GLOBAL))
            .isInstanceOf(LoadException.class);
        assertThat(process.libraries()).hasSize(3).contains(needs, has);
        assertThat(process.got().entry("late").cell().value).isEqualTo(entry);
        assertThat(process.got().size()).isEqualTo(1);
        assertThat(needs.scope()).doesNotContain(has);
      }
      assertThatThrownBy(asks::invoke).isInstanceOf(UndefinedSymbolException.class);
    }
  }

  @Test
  void pointersToWhatNobodyDefinesLeaveNothingBehind() throws Exception {
    Built built = new Built(folder);
    for (int i = 0; i < 20; i++) {
      built.library(
          "lib" + i + ".so",
          "int nobody%d(void); int (*pointer)(void) = nobody%d;".replace("%d", "" + i));
    }
    try (GuestProcess process = process("int main_value = 1;")) {
      process.open("lib0.so").close();
      int slots = process.table().size();
      for (int i = 1; i < 20; i++) {
        process.open("lib" + i + ".so").close();
      }
      assertThat(process.got().size()).isZero();
      assertThat(process.table().size()).isEqualTo(slots);
    }
  }

  @Test
  void aCallOfTheWrongTypeNamesTheFunctionAndBothTypes() throws Exception {
    new Built(folder)
        .library(
            "libside.so",
            """
            int one(int a) { return a; }
            int call_two(int (*f)(int, int)) { return f(1, 2); }
            """);
    try (GuestProcess process = process("int main_value = 1;")) {
      Library library = process.open("libside.so");
      int one = library.symbol("one").address();
      assertThatThrownBy(() -> library.function("call_two").invoke(one))
          .isInstanceOf(Trap.class)
          .hasMessage(
              "indirect call type mismatch: expected (i32, i32) -> i32, found libside.so!one"
                  + " (i32) -> i32");
      try (Callback callback = process.callback(IntUnaryOperator.class, n -> n)) {
        assertThatThrownBy(() -> library.function("call_two").invoke(callback.pointer()))
            .isInstanceOf(Trap.class)
            .hasMessage(
                "indirect call type mismatch: expected (i32, i32) -> i32, found (i32) -> i32");
      }
    }
  }
}
