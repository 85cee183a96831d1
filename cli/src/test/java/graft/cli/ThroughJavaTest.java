package graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import graft.dl.GuestProcess;
import graft.host.EmscriptenHost;
import graft.host.HostOptions;
import graft.runtime.Guest;
import graft.runtime.HostFunction;
import graft.runtime.HostLibrary;
import graft.testkit.Requires;
import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// C++ exceptions and longjmp of `src/test/through-java` that pass through methods of Java, in each
/// of Emscripten's styles.
final class ThroughJavaTest {
  private static final Path SOURCES = Requires.root().resolve("cli/src/test/through-java");

  @TempDir Path folder;

  /// What the program calls.
  public static final class Java {
    private final Guest guest;
    private int depth;

    Java(Guest guest) {
      this.guest = guest;
    }

    @HostFunction("through_java")
    public int throughJava(int function, int x) {
      depth++;
      try {
        return (Integer) Objects.requireNonNull(guest.table().function(function).invoke(x));
      } finally {
        depth--;
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-fexceptions", "-fwasm-exceptions -sSUPPORT_LONGJMP=wasm"})
  void exceptionsAndLongjmpPassThroughJava(String style) throws Exception {
    emcc("side.cpp", style + " -sSIDE_MODULE=1 -o side.so");
    emcc("main.cpp", style + " side.so -sMAIN_MODULE=1 -sERROR_ON_UNDEFINED_SYMBOLS=0 -o main.js");
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    HostOptions options =
        HostOptions.builder()
            .arguments("main.wasm")
            .files(EmscriptenHost.files().standardOutput(printed).build())
            .build();
    Java[] java = new Java[1];
    try (GuestProcess process =
        GuestProcess.builder()
            .main(folder.resolve("main.wasm"))
            .host(guest -> EmscriptenHost.of(guest, options))
            .host(guest -> {
              java[0] = new Java(guest);
              return HostLibrary.of(MethodHandles.lookup(), java[0]);
            })
            .load()) {
      assertThat(process.run(List.of("main.wasm"))).isZero();
    }
    assertThat(java[0].depth).isZero();
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            2
            catcher ends
            thrower ends
            catcher ends
            failure 2
            thrower ends
            catcher ends
            failure 4
            thrower ends
            again: failure
            catcher ends
            a string
            setjmp 0
            setjmp 11
            setjmp 12
            setjmp 13
            setjmp 25
            thrower ends
            catcher ends
            failure 5
            """);
  }

  private void emcc(String source, String words) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Requires.tool("emcc").toString());
    command.add(SOURCES.resolve(source).toString());
    command.addAll(List.of(words.split(" ", -1)));
    EmscriptenProgramTest.command(folder, command.toArray(String[]::new));
  }
}
