package graft.dl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.runtime.GuestExit;
import graft.runtime.HostFunction;
import graft.runtime.HostLibrary;
import graft.runtime.Trap;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A program whose C library runs exit functions once, as that of WASI does: it traps if there are
/// any when it is to run them again.
final class ExitTest {
  private static final String MAIN =
      """
      __attribute__((import_module("env"), import_name("exit"))) void leave(int);
      __attribute__((import_module("env"), import_name("say"))) void say(int);
      static void (*functions[9])(void *);
      static void *arguments[9];
      static int count, over, registers;
      int __cxa_atexit(void (*f)(void *), void *a, void *d) {
        functions[count] = f;
        arguments[count++] = a;
        return 0;
      }
      __attribute__((noinline)) void __funcs_on_exit(void) {
        if (over && count) __builtin_trap();
        while (count) { count--; functions[count](arguments[count]); }
        over = 1;
      }
      static void bye(void *x) { say(1); }
      void register_one(void) { registers = 1; }
      void _start(void) {
        say(0);
        if (registers) __cxa_atexit(bye, 0, 0);
        __funcs_on_exit();
      }
      void dynCall_v(int function) { if (function) say(4); }
      void quit(int status) { __funcs_on_exit(); leave(status); }
      """;

  @TempDir Path folder;

  /// What the program calls.
  public static final class Host {
    private final List<Integer> said = new ArrayList<>();

    @HostFunction
    public void exit(int status) {
      throw new GuestExit(status);
    }

    @HostFunction
    public void say(int what) {
      said.add(what);
    }
  }

  private final Host host = new Host();

  private GuestProcess process() throws Exception {
    Path main = new Built(folder).fixedMain(MAIN);
    new Built(folder)
        .library(
            "libside.so",
            """
            __attribute__((import_module("env"), import_name("say"))) void say(int);
            int atexit(void (*)(void));
            static void bye(void) { say(3); }
            static long long wide(long long x) { return x; }
            void useWide(void) { atexit((void (*)(void))wide); }
            void use(void) { atexit(bye); }
            __attribute__((destructor)) static void end(void) { say(2); }
            """);
    return GuestProcess.builder()
        .main(main)
        .libraryPath(List.of(folder))
        .host(_ -> HostLibrary.of(MethodHandles.lookup(), host))
        .load();
  }

  @Test
  void aSecondRunWithExitFunctionsSaysWhyItCannotEnd() throws Exception {
    try (GuestProcess process = process()) {
      process.run(List.of());
      process.run(List.of());
      process.main().function("register_one").invoke();
      assertThatThrownBy(() -> process.run(List.of()))
          .isInstanceOf(Trap.class)
          .hasMessageStartingWith("unreachable: the program has run before, and its C library");
      assertThat(host.said).containsExactly(0, 0, 0);
    }
  }

  @Test
  void aLibraryThatComesAfterTheRunDoesNotKeepTheProgramFromExiting() throws Exception {
    try (GuestProcess process = process()) {
      process.open("libside.so").close();
      process.run(List.of());
      assertThat(host.said).containsExactly(2, 0);
      Library side = process.open("libside.so");
      side.function("use").invoke();
      assertThatThrownBy(() -> process.main().function("quit").invoke(3))
          .isInstanceOfSatisfying(GuestExit.class, exit -> assertThat(exit.status()).isEqualTo(3));
      // What the library has registered runs when it is closed, or at the end of a further run.
      host.said.clear();
      process.run(List.of());
      assertThat(host.said).containsExactly(0, 3, 2);
    }
  }

  /// As with EMULATE_FUNCTION_POINTER_CASTS, where all functions in the table have one type.
  @Test
  void aFunctionOfAnotherTypeIsCalledTheProgramsOwnWay() throws Exception {
    try (GuestProcess process = process()) {
      process.run(List.of());
      Library side = process.open("libside.so");
      side.function("useWide").invoke();
      host.said.clear();
      side.close();
      assertThat(host.said).containsExactly(2, 4);
    }
  }

  @Test
  void whatIsLeftRunsWhenTheLibraryIsClosed() throws Exception {
    try (GuestProcess process = process()) {
      process.run(List.of());
      Library side = process.open("libside.so");
      side.function("use").invoke();
      host.said.clear();
      side.close();
      assertThat(host.said).containsExactly(2, 3);
    }
  }
}
