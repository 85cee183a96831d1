package graft.dl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.runtime.Guest;
import graft.runtime.HostFunction;
import graft.runtime.HostLibrary;
import graft.runtime.WasmException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// C++ exceptions that pass through methods of Java, in both of WebAssembly's forms.
final class ThrownThroughJavaTest {
  /// With as much of a C++ library as it needs.
  private static final String MAIN =
      """
      namespace {}
      extern "C" {
      int through_java(int (*)(int), int);
      int library_throws(int (*)(int), int);
      int thrown;
      void *__cxa_allocate_exception(unsigned long) { return &thrown; }
      void __cxa_throw(void *object, void *, void (*)(void *)) { __builtin_wasm_throw(0, object); }
      void *__cxa_begin_catch(void *object) { return object; }
      void __cxa_end_catch(void) {}
      int ended;
      struct Guard { ~Guard() { ended++; } };
      int fail(int x) { throw x; }
      int fine(int x) { return x + 1; }
      int catches(int (*f)(int), int x) {
        try { Guard guard; return through_java(f, x); } catch (...) { return 1000 * ended + thrown; }
      }
      int direct(int x) { return catches(fail, x); }
      int unharmed(int x) { return catches(fine, x); }
      int again(int x) { try { return through_java(fail, x); } catch (...) { throw x + 1; } }
      int twice(int x) { return catches(again, x); }
      int uncaught(int x) { return through_java(fail, x); }
      int library(int x) {
        try { return library_throws(fail, x); } catch (...) { return 5000 + thrown; }
      }
      }
      """;

  private static final String LIBRARY =
      """
      namespace {}
      extern "C" {
      int through_java(int (*)(int), int);
      struct Guard { ~Guard(); };
      extern int ended;
      Guard::~Guard() { ended += 7; }
      int library_throws(int (*f)(int), int x) { Guard guard; return through_java(f, x); }
      }
      """;

  @TempDir Path folder;

  /// What guests call.
  public static final class Java {
    private final Guest guest;
    private int left;

    Java(Guest guest) {
      this.guest = guest;
    }

    @HostFunction("through_java")
    public int throughJava(int function, int x) {
      try {
        return (Integer) Objects.requireNonNull(guest.table().function(function).invoke(x));
      } finally {
        left++;
      }
    }
  }

  interface Program {
    int direct(int x);

    int unharmed(int x);

    int twice(int x);

    int uncaught(int x);

    int library(int x);

    int catches(int function, int x);
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void theGuestCatchesWhatAGuestHasThrown(String legacy) throws Exception {
    Built built = new Built(folder, "-fwasm-exceptions", "-mllvm", "-wasm-use-legacy-eh=" + legacy);
    Path library = built.library("libside.so", LIBRARY);
    Path main = built.main(MAIN, "libside.so");
    Java[] java = new Java[1];
    try (GuestProcess process =
        GuestProcess.builder()
            .main(main)
            .host(guest -> {
              java[0] = new Java(guest);
              return HostLibrary.of(MethodHandles.lookup(), java[0]);
            })
            .load()) {
      assertThat(process.open(library).name()).isEqualTo("libside.so");
      Program program = process.main().as(MethodHandles.lookup(), Program.class);

      assertThat(program.unharmed(4)).isEqualTo(5);
      // The guard of "unharmed" and that of "direct".
      assertThat(program.direct(5)).isEqualTo(2005);
      assertThat(java[0].left).isEqualTo(2);
      assertThat(program.twice(6)).isEqualTo(3007);
      assertThat(java[0].left).isEqualTo(4);
      assertThat(program.library(8)).isEqualTo(5008);
      assertThat(program.direct(9)).isEqualTo(11009);

      try (Callback callback =
          process.callback(IntUnaryOperator.class, x -> program.uncaught(x + 1))) {
        assertThat(program.catches(callback.pointer(), 10)).isEqualTo(12011);
      }
      int before = process.stack().position();
      assertThatThrownBy(() -> program.uncaught(1)).isInstanceOf(WasmException.class);
      assertThat(process.stack().position()).isEqualTo(before);
      assertThat(program.direct(2)).isEqualTo(13002);
    }
  }
}
