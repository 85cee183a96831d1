package graft.dl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.runtime.WasmException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// C++ exceptions that leave constructors of a library, in both of WebAssembly's forms. Natively
/// they terminate the program; here they leave `dlopen`, too, and nothing has been loaded.
final class ThrownByConstructorTest {
  /// With as much of a C++ library as it needs.
  private static final String MAIN =
      """
      namespace {}
      extern "C" {
      void *dlopen(const char *, int);
      void *dlsym(void *, const char *);
      int dlclose(void *);
      int thrown, fails, trace;
      void *__cxa_allocate_exception(unsigned long) { return &thrown; }
      void __cxa_throw(void *object, void *, void (*)(void *)) { __builtin_wasm_throw(0, object); }
      void *__cxa_begin_catch(void *object) { return object; }
      void __cxa_end_catch(void) {}
      struct Guard { ~Guard() { trace = trace * 10 + 9; } };
      void raise(int x) { throw x; }
      int guarded(const char *name) {
        try { Guard guard; return dlopen(name, 2) != 0; } catch (...) { return -thrown; }
      }
      int opens(int fail) { fails = fail; return guarded("libside.so"); }
      int value(void) {
        void *side = dlopen("libside.so", 2);
        int found = ((int (*)(void))dlsym(side, "side_value"))();
        dlclose(side);
        return found;
      }
      }
      """;

  private static final String NEEDED =
      """
      extern int trace;
      static int state;
      int needed_value(void) { return state; }
      __attribute__((constructor)) static void begin(void) { state = 4; trace = trace * 10 + 1; }
      """;

  private static final String SIDE =
      """
      namespace {}
      extern "C" {
      extern int fails, trace;
      int needed_value(void);
      void raise(int);
      int state;
      int side_value(void) { return state + needed_value(); }
      }
      struct Inner { Inner() { trace = trace * 10 + 2; } ~Inner() { trace = trace * 10 + 3; } };
      __attribute__((constructor(200))) static void first() { state = 30; }
      __attribute__((constructor(300))) static void second() { Inner inner; if (fails) raise(7); }
      """;

  @TempDir Path folder;

  interface Program {
    int opens(int fail);

    int value();
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void theOpenerMayCatchIt(String legacy) throws Exception {
    Built built = new Built(folder, "-fwasm-exceptions", "-mllvm", "-wasm-use-legacy-eh=" + legacy);
    Path needed = built.library("libneeded.so", NEEDED);
    Path side = built.library("libside.so", SIDE, needed.getFileName().toString());
    Path main = built.main(MAIN);
    try (GuestProcess process =
        GuestProcess.builder().main(main).libraryPath(List.of(folder)).load()) {
      Program program = process.main().as(MethodHandles.lookup(), Program.class);
      Symbol trace = process.symbol("trace");

      // Once, so that what is kept for later is there.
      assertThat(program.opens(1)).isEqualTo(-7);
      assertThat(process.memory().i32(trace.address())).isEqualTo(1239);
      assertThatThrownBy(() -> process.open(side, OpenFlag.GLOBAL))
          .isInstanceOf(WasmException.class);
      List<Library> before = process.libraries();
      int pages = process.memory().sizeInPages();
      int slots = process.table().size();
      int entries = process.got().size();
      for (int i = 0; i < 100; i++) {
        assertThat(program.opens(1)).isEqualTo(-7);
        process.memory().setI32(process.symbol("fails").address(), 1);
        assertThatThrownBy(() -> process.open(side, OpenFlag.GLOBAL))
            .isInstanceOf(WasmException.class);
      }
      assertThat(process.libraries()).isEqualTo(before).hasSize(1);
      assertThat(process.memory().sizeInPages()).isEqualTo(pages);
      assertThat(process.table().size()).isEqualTo(slots);
      assertThat(process.got().size()).isEqualTo(entries);
      assertThat(process.find("side_value")).isNull();
      assertThat(process.find("needed_value")).isNull();

      assertThat(program.opens(0)).isEqualTo(1);
      assertThat(program.value()).isEqualTo(34);
      process.open(side).close();
      assertThat(process.libraries()).hasSize(3);
    }
  }
}
