package graft.cc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How the compiler and the sysroot are found, and what is said where they are not.
final class ToolsTest {
  @TempDir Path folder;

  private Path program(String name) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\necho wasm32\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  @Test
  void theNewestCompilerOnThePathIsTaken() throws IOException {
    Path program = program("clang-19");
    program("clang-14");
    program("clang");
    Map<String, String> environment = Map.of("PATH", folder.toString());
    assertThat(Clang.find(null, environment, folder).program()).isEqualTo(program);
    assertThat(Clang.find("./clang-14", environment, folder).program().getFileName())
        .hasToString("clang-14");
  }

  @Test
  void withoutACompilerTheErrorSaysWhereItWasLookedForAndWhatHelps() {
    assertThatThrownBy(() -> Clang.find(null, Map.of("PATH", folder.toString()), folder))
        .hasMessageContainingAll("no clang", folder.toString(), "apt-get install");
  }

  @Test
  void aCompilerWithoutTheTargetIsRefused() throws IOException {
    Path program = Files.writeString(folder.resolve("clang"), "#!/bin/sh\necho x86-64\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    assertThatThrownBy(() -> Clang.find(null, Map.of("PATH", folder.toString()), folder))
        .hasMessageContaining("no WebAssembly target");
  }

  @Test
  void withoutACLibraryTheErrorNamesEveryPlace() {
    assertThatThrownBy(() -> Sysroot.find(folder.toString(), Map.of(), folder))
        .hasMessageContainingAll(
            "no libc.a in", folder.resolve("lib/wasm32-wasi").toString(), "apt-get install");
  }

  @Test
  void aSysrootWithoutCxxSaysSo() throws IOException {
    Path libraries = Files.createDirectories(folder.resolve("lib/wasm32-wasi"));
    Files.writeString(libraries.resolve("libc.a"), "!<arch>\n");
    Files.createDirectories(folder.resolve("include/wasm32-wasi"));
    program("clang");
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    int status =
        CompilerDriver.C.run(
            InputStream.nullInputStream(),
            new PrintStream(printed, true, StandardCharsets.UTF_8),
            new PrintStream(printed, true, StandardCharsets.UTF_8),
            folder,
            Map.of("PATH", folder.toString(), "XDG_CACHE_HOME", folder.toString()),
            List.of("--sysroot=" + folder, "-c", "a.cpp"));
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("no headers of C++");
    assertThat(status).isEqualTo(1);
  }
}
