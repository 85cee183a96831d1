package graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import graft.testkit.Requires;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Programs and command lines of many kinds for `graft cc`.
final class DriverProgramsTest {
  @TempDir Path folder;

  @BeforeEach
  void needsClangAndTheSysroot() throws IOException {
    Requires.tool("clang-22");
    Requires.file("/usr/lib/wasm32-wasi/libc.a", "apt-get install wasi-libc");
    Requires.file("/usr/include/wasm32-wasi/c++/v1", "apt-get install libc++-22-dev-wasm32");
    write("add.c", "int add(int a, int b) { return a + b; }\n");
    write("mul.c", "int mul(int a, int b) { return a * b; }\n");
    write("sums.h", "int add(int, int);\nint mul(int, int);\n");
    write(
        "main.c",
        """
        #include "sums.h"
        #include <stdio.h>
        int main(void) { printf("%d\\n", add(2, mul(3, 4))); }
        """);
  }

  private void write(String name, String text) throws IOException {
    Files.createDirectories(folder.resolve(name).getParent());
    Files.writeString(folder.resolve(name), text);
  }

  private String read(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  private String graft(String words, int status) {
    return graft(words, status, "");
  }

  private String graft(String words, int status, String input) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    ByteArrayInputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    Console console = new Console(in, stream, stream, folder, environment);
    int found = Main.run(console, List.of(words.split(" ")));
    String text = printed.toString(StandardCharsets.UTF_8);
    assertThat(found).as("graft %s: %s", words, text).isEqualTo(status);
    return text;
  }

  private void makes(String command, String output) {
    assertThat(graft(command, 0)).isEmpty();
    assertThat(graft("run p.wasm", 0)).isEqualTo(output);
  }

  // Ways to the same program.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-O0 main.c add.c mul.c",
        "-O3 -g main.c add.c mul.c",
        "-Oz -s main.c add.c mul.c",
        "-std=c17 -Wall -Werror -static -no-pie main.c add.c mul.c -lm -lc",
        "--target=wasm32-wasi main.c add.c mul.c -Wl,--gc-sections -z stack-size=65536",
        "-x c++ -DTWICE=1 -include sums.h main.c add.c mul.c -x none",
        "main.c add.c mul.c -sINITIAL_MEMORY=1mb -s STACK_SIZE=64kb -sALLOW_MEMORY_GROWTH=0",
        "-s MAIN_MODULE=1 main.c add.c mul.c",
        "-sMAIN_MODULE=2 main.c add.c mul.c"
      })
  void severalSourcesAreOneProgram(String words) {
    makes("cc " + words + " -o p.wasm", "14\n");
  }

  @Test
  void objectsArchivesAndResponseFilesAreLinked() throws IOException {
    assertThat(graft("cc -c add.c mul.c", 0)).isEmpty();
    makes("cc main.c add.o mul.o -o p.wasm", "14\n");
    Requires.tool("llvm-ar-22");
    try {
      Process archiver =
          new ProcessBuilder("llvm-ar-22", "rcs", "lib/libsums.a", "add.o", "mul.o")
              .directory(Files.createDirectories(folder.resolve("lib")).getParent().toFile())
              .start();
      assertThat(archiver.waitFor()).isZero();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    makes("cc main.c -Llib -lsums -o p.wasm", "14\n");
    makes("cc main.c -L lib -l:libsums.a -o p.wasm", "14\n");
    write("words", "-O1 main.c\n-Llib -lsums -o p.wasm\n");
    makes("cc @words", "14\n");
  }

  @Test
  void sharedLibrariesAreNeededByWhoIsLinkedWithThem() {
    graft("cc -shared add.c -o libadd.so", 0);
    graft("cc -O2 mul.c -s SIDE_MODULE=2 -sEXPORTED_FUNCTIONS=_mul -o libmul.so", 0);
    makes("cc main.c libadd.so libmul.so -sMAIN_MODULE=2 -o p.wasm", "14\n");
    assertThat(graft("ldd p.wasm", 0)).contains("libadd.so").contains("libmul.so");
  }

  @ParameterizedTest
  @ValueSource(strings = {"_add,_mul", "['_add','_mul']", "[\"_add\",\"_mul\"]", "@names"})
  void functionsAreExportedInEverySpelling(String names) throws IOException {
    write("names", "_add\n_mul\n");
    graft("cc --no-entry add.c mul.c -sEXPORTED_FUNCTIONS=" + names + " -o p.wasm", 0);
    assertThat(graft("inspect p.wasm", 0)).contains("add").contains("mul");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-O0", "-sMAIN_MODULE=1", "-sMAIN_MODULE=2", "-sEXPORT_ALL", "-rdynamic"})
  void constructorsAndDestructorsRunOnceWhateverIsExported(String words) throws IOException {
    write(
        "life.c",
        """
        #include <stdio.h>
        __attribute__((constructor)) static void begin(void) { puts("begin"); }
        __attribute__((destructor)) static void end(void) { puts("end"); }
        int main(void) { puts("main"); }
        """);
    makes("cc life.c " + words + " -o p.wasm", "begin\nmain\nend\n");
  }

  // C++.

  @Test
  void streamsTemplatesAndConstructorsOfCxxWork() throws IOException {
    write(
        "words.cpp",
        """
        #include <algorithm>
        #include <iostream>
        #include <map>
        #include <memory>
        #include <sstream>
        #include <string>
        #include <vector>
        struct Loud {
          std::string name;
          explicit Loud(std::string text) : name(std::move(text)) { std::cout << "+" << name << "\\n"; }
          ~Loud() { std::cout << "-" << name << "\\n"; }
        };
        static Loud first("static");
        int main() {
          auto second = std::make_unique<Loud>("local");
          std::istringstream in("b a c a");
          std::map<std::string, int> counts;
          for (std::string word; in >> word;) { counts[word]++; }
          for (auto &[word, count] : counts) { std::cout << word << count << ' '; }
          std::vector<double> all{3.5, 1.25, 2};
          std::sort(all.begin(), all.end());
          std::cout << all.front() << std::endl;
        }
        """);
    String output = "+static\n+local\na2 b1 c1 1.25\n-local\n-static\n";
    makes("c++ -std=c++20 -O1 words.cpp -o p.wasm", output);
    makes("cc -std=c++17 -fno-rtti words.cpp -o p.wasm", output);
    makes("cc -g words.cpp -sMAIN_MODULE=1 -o p.wasm", output);
  }

  @Test
  void whatCatchesNothingIsCompiledWithExceptions() throws IOException {
    write(
        "tries.cpp",
        """
        #include <cstdio>
        #include <stdexcept>
        int main(int count, char **) {
          try {
            if (count > 3) { throw std::runtime_error("four"); }
            std::puts("three");
          } catch (const std::exception &e) { std::puts(e.what()); }
        }
        """);
    makes("c++ tries.cpp -o p.wasm", "three\n");
    makes("c++ -fno-exceptions -DNONE -x c++ main.c add.c mul.c -o p.wasm", "14\n");
  }

  @Test
  void whatTheSysrootLacksIsSaidWithTheRemedy() throws IOException {
    write("jump.c", "#include <setjmp.h>\nint main(void) { return 0; }\n");
    assertThat(graft("cc jump.c -o p.wasm", 1))
        .contains("jump.c:1")
        .contains("this sysroot has no setjmp.h")
        .contains("--sysroot=DIR -mllvm -wasm-enable-sjlj -lsetjmp");
    write("thread.cpp", "#include <thread>\nint main() { std::thread other([] {}); }\n");
    assertThat(graft("c++ thread.cpp -o p.wasm", 1))
        .contains("'thread' is unavailable: the C++ library of this sysroot has no threads");
    write("mutex.cpp", "#include <mutex>\nint main() { std::mutex one; one.lock(); }\n");
    assertThat(graft("c++ mutex.cpp -o p.wasm", 1)).contains("'mutex' is unavailable");
    // The rest of these headers is there.
    write("rest.cpp", "#include <mutex>\n#include <thread>\nint main() { std::once_flag f; }\n");
    assertThat(graft("c++ -fsyntax-only rest.cpp", 0)).isEmpty();
  }

  // What stops before the link.

  @Test
  void preprocessingAssemblyAndDependenciesAreTheCompilers() throws IOException {
    assertThat(graft("cc -E -P sums.h", 0)).contains("int mul(int, int);");
    assertThat(graft("cc -S add.c -o -", 0)).contains(".functype\tadd (i32, i32) -> (i32)");
    assertThat(graft("cc -dM -E -x c - -DNAME=7", 0, "")).contains("#define NAME 7");
    assertThat(graft("cc -MM main.c", 0)).isEqualTo("main.o: main.c sums.h\n");
    assertThat(graft("cc -MMD -MF deps -MT it -c main.c", 0)).isEmpty();
    assertThat(read("deps")).isEqualTo("it: main.c sums.h\n");
    assertThat(graft("cc -fsyntax-only main.c", 0)).isEmpty();
    assertThat(Files.exists(folder.resolve("a.out.wasm"))).isFalse();
  }

  @Test
  void standardInputIsASourceWhoseLanguageIsGiven() {
    assertThat(graft("cc -x c - -o p.wasm", 0, "int main(void) { return 3; }\n")).isEmpty();
    graft("run p.wasm", 3);
    assertThat(graft("cc - -o p.wasm", 1, ""))
        .isEqualTo(
            "graft cc: error: -: standard input wants its language in front, as in -x c -\n");
  }

  @Test
  void whatIsAskedIsAnswered() {
    assertThat(graft("cc -v -c add.c", 0)).contains("clang").contains("-c add.c -o add.o");
    assertThat(graft("cc -### main.c add.o -o p.wasm", 0))
        .contains("-c main.c -o ")
        .contains("graft ld ")
        .contains(".o add.o ")
        .doesNotContain("graft-runtime");
    assertThat(Files.exists(folder.resolve("p.wasm"))).isFalse();
    assertThat(graft("cc -print-file-name=libc.a", 0)).isEqualTo("/usr/lib/wasm32-wasi/libc.a\n");
    assertThat(graft("cc -print-file-name=libnone.a", 0)).isEqualTo("libnone.a\n");
    assertThat(graft("cc -dumpmachine", 0)).startsWith("wasm32-");
    assertThat(graft("cc -print-resource-dir", 0)).contains("clang");
    assertThat(graft("cc --version", 0)).contains("LLD 22").contains("clang version");
  }

  @Test
  void theCommandsThatAreShownCanBeRun() throws IOException, InterruptedException {
    Files.writeString(
        folder.resolve("word.c"),
        "#include <stdio.h>\nint main(void) { return puts(WORD) < 0; }\n");
    for (String line : graft("cc -### -DWORD=\"it's\" word.c -o p.wasm", 0).lines().toList()) {
      if (line.startsWith("graft ")) {
        graft(line.substring("graft ".length()), 0);
      } else {
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", line).directory(folder.toFile());
        assertThat(shell.inheritIO().start().waitFor()).isZero();
      }
    }
    assertThat(graft("run p.wasm", 0)).isEqualTo("it's\n");
  }

  // What is wrong.

  @Test
  void mistakesAreNamed() {
    assertThat(graft("cc", 1)).isEqualTo("graft cc: error: no input files\n");
    assertThat(graft("cc none.c", 1)).contains("no such file or directory: 'none.c'");
    assertThat(graft("cc main.c -sNOPE=1", 1)).contains("-s NOPE: no such setting");
    assertThat(graft("cc main.c -s NOPE", 1)).contains("-s NOPE: no such setting");
    assertThat(graft("cc main.c --nope", 1)).contains("--nope: no such option");
    assertThat(graft("cc main.c --target=x86_64-linux", 1))
        .contains("--target=: expected wasm32-..., found x86_64-linux");
    assertThat(graft("cc main.c -lnone", 1))
        .contains("wasm-ld: error: unable to find library -lnone");
    assertThat(graft("cc main.c", 1))
        .contains("wasm-ld: error: main.c: undefined symbol: add")
        .contains("wasm-ld: error: main.c: undefined symbol: mul");
    assertThat(graft("cc -flto main.c", 1)).contains("there is no link-time optimization");
    assertThat(graft("cc add.c -o p.js", 1)).contains("no JavaScript is written");
  }
}
