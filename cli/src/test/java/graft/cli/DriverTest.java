package graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import graft.testkit.Requires;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
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

/// Programs that `graft cc` makes, with emcc's command lines, run by `graft run`.
final class DriverTest {
  @TempDir Path folder;

  @BeforeEach
  void needsClangAndTheSysroot() throws IOException {
    Requires.tool("clang-22");
    Requires.file("/usr/lib/wasm32-wasi/libc.a", "apt-get install wasi-libc");
    Requires.file("/usr/include/wasm32-wasi/c++/v1", "apt-get install libc++-22-dev-wasm32");
    for (String source : List.of("a.cpp", "b.cpp")) {
      Files.copy(
          Requires.root().resolve("cli/src/test/emcc").resolve(source), folder.resolve(source));
    }
  }

  @Test
  void objectsAreLinkedToOneModule() {
    graft("cc a.cpp -c -o a.o", 0);
    graft("cc b.cpp -c -o b.o", 0);
    assertThat(graft("cc a.o b.o -o project.wasm", 0)).isEmpty();
    assertThat(graft("run project.wasm", 0)).isEqualTo("2 + 3 = 5\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"MAIN_MODULE=1", "MAIN_MODULE=2"})
  void aSideModuleIsLoadedWithItsMainModule(String main) {
    graft("cc b.cpp -s SIDE_MODULE=1 -s EXPORT_ALL -o b.wasm", 0);
    assertThat(graft("cc a.cpp b.wasm -s " + main + " -o project.wasm", 0)).isEmpty();
    assertThat(graft("run project.wasm", 0)).isEqualTo("2 + 3 = 5\n");
  }

  @Test
  void aFunctionThatNobodyDefinesIsNamedWhenItIsCalled() throws IOException {
    Files.writeString(
        folder.resolve("a.cpp"),
        """
        #include <cstdio>
        int add(int a, int b);
        int main(int count, char **) {
          std::puts("running");
          std::fflush(stdout);
          return count > 1 ? add(2, 3) : 0;
        }
        """);
    graft("cc a.cpp -s MAIN_MODULE=1 -s WARN_ON_UNDEFINED_SYMBOLS=0 -o project.wasm", 0);
    assertThat(graft("run project.wasm", 0)).isEqualTo("running\n");
    assertThat(graft("run project.wasm call", 127))
        .startsWith("running\nproject.wasm: undefined symbol: _Z3addii (add(int, int)), type");
  }

  @Test
  void whatAPluginWantsAndTheMainModuleHasButDoesNotExportIsSaid() throws IOException {
    Files.writeString(
        folder.resolve("main.c"),
        """
        #include <dlfcn.h>
        #include <stdio.h>
        __attribute__((noinline)) int helper(int x) { return x * 3; }
        int main(int count, char **words) {
          void *plugin = dlopen("plugin.so", RTLD_LAZY);
          int (*work)(int) = plugin ? (int (*)(int))dlsym(plugin, "work") : 0;
          printf("%d\\n", work ? work(count) + helper(count) : -1);
          return 0;
        }
        """);
    Files.writeString(
        folder.resolve("plugin.c"), "int helper(int); int work(int x) { return helper(x) + 1; }");
    graft("cc plugin.c -s SIDE_MODULE=1 -o plugin.so", 0);
    graft("cc -g main.c -s MAIN_MODULE=2 -o main.wasm", 0);
    assertThat(graft("run main.wasm", 127))
        .contains("plugin.so: undefined symbol: helper, type (i32) -> i32")
        .contains(
            "main.wasm has it, but does not export it: link that with --export=helper"
                + " (graft ld --export-for=LIBRARY lists all that a library wants)");
    // The remedy is one.
    graft("cc -g main.c -s MAIN_MODULE=2 -Wl,--export=helper -o main.wasm", 0);
    assertThat(graft("run main.wasm", 0)).isEqualTo("7\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"MAIN_MODULE=1", "MAIN_MODULE=2"})
  void whatAPluginWantsAndNobodyHasIsReportedWhenTheMainModuleIsLinked(String main)
      throws IOException {
    Files.writeString(
        folder.resolve("plugin.c"),
        """
        #include <string.h>
        int from_main(int); extern int of_main; int other_type(int); int of_needed(int);
        double emscripten_get_now(void); __attribute__((weak)) int may_be_there(void);
        int plugin(int x) {
          return from_main(x) + of_main + other_type(x) + of_needed(x) + (int)emscripten_get_now()
              + (may_be_there ? may_be_there() : 0) + strlen("text");
        }
        """);
    Files.writeString(folder.resolve("needed.c"), "int of_needed(int x) { return x; }");
    Files.writeString(
        folder.resolve("main.c"), "int other_type(float x) { return x; } int main() {}");
    graft("cc needed.c -shared -o needed.so", 0);
    graft("cc plugin.c needed.so -shared -o plugin.so", 0);
    String link = "cc main.c plugin.so -o main.wasm -s " + main;
    String text = "plugin.so: undefined symbol: ";
    assertThat(graft(link, 1))
        .contains("error: " + text + "from_main: not exported by main.wasm")
        .contains("error: " + text + "of_main: not exported by main.wasm")
        .contains(
            """
            error: function signature mismatch: other_type
            >>> defined as (f32) -> i32 in main.wasm
            >>> wanted as (i32) -> i32 by plugin.so
            """)
        .doesNotContain("emscripten_get_now", "may_be_there", "strlen", "of_needed");
    assertThat(graft(link + " -sERROR_ON_UNDEFINED_SYMBOLS=0", 0))
        .contains("warning: " + text + "from_main");
    assertThat(graft(link + " -sWARN_ON_UNDEFINED_SYMBOLS=0", 0)).isEmpty();
    Files.writeString(folder.resolve("names"), "# ours\nfrom_main\nof_main\nemscripten_get_now\n");
    assertThat(graft(link + " -Wl,--host-symbols=names", 1)).doesNotContain("undefined symbol");
    Files.writeString(
        folder.resolve("main.c"),
        "int of_main; int from_main(int x) { return x; } int other_type(int x) { return x; }"
            + " int main() {}");
    assertThat(graft(link, 0)).isEmpty();
    assertThat(graft("run main.wasm", 0)).isEmpty();
  }

  @Test
  void undefinedSymbolsAreErrorsOrWarningsOrNothingAsAskedFor() {
    String undefined = "a.cpp: undefined symbol: add(int, int)\n";
    assertThat(graft("cc a.cpp -o p.wasm", 1)).isEqualTo("wasm-ld: error: " + undefined);
    assertThat(graft("cc a.cpp -sMAIN_MODULE=1 -o p.wasm", 1))
        .isEqualTo("wasm-ld: error: " + undefined);
    assertThat(graft("cc a.cpp -sMAIN_MODULE=2 -sERROR_ON_UNDEFINED_SYMBOLS=0 -o p.wasm", 0))
        .isEqualTo("wasm-ld: warning: " + undefined);
    assertThat(graft("cc a.cpp -sWARN_ON_UNDEFINED_SYMBOLS=0 -o p.wasm", 0)).isEmpty();
  }

  @Test
  void aMainModuleOpensALibraryByHand() throws IOException {
    Files.writeString(
        folder.resolve("main.c"),
        """
        #include <dlfcn.h>
        #include <stdio.h>
        int main(void) {
          void *library = dlopen("b.wasm", RTLD_NOW);
          if (!library) {
            puts(dlerror());
            return 1;
          }
          int (*add)(int, int) = (int (*)(int, int))dlsym(library, "_Z3addii");
          printf("%d\\n", add(20, 22));
          return dlclose(library);
        }
        """);
    graft("cc b.cpp -sSIDE_MODULE=2 -sEXPORTED_FUNCTIONS=__Z3addii -o b.wasm", 0);
    graft("cc -O2 main.c -s MAIN_MODULE=2 -o main.wasm", 0);
    assertThat(graft("run main.wasm", 0)).isEqualTo("42\n");
  }

  @Test
  void whatIsKeptAliveIsExportedAndTheTextsOfJavaScriptAreFound() throws IOException {
    Files.writeString(
        folder.resolve("js.cpp"),
        """
        #include <emscripten.h>
        #include <emscripten/fetch.h>
        EM_JS(int, twice, (int x), { return 2 * x; })
        EM_ASYNC_JS(int, wait_for, (const char *url), { return (await fetch(url)).status; })
        extern "C" EMSCRIPTEN_KEEPALIVE int kept(int x, const char *text) {
          EM_ASM({ console.log($0, $1, $2, $3); }, x, 2.5, text, 7LL);
          return EM_ASM_INT({ return $0 + 1; }, x) + twice(x) + wait_for("x");
        }
        int main() {}
        """);
    graft("cc js.cpp -Wall -Werror -O1 -sMAIN_MODULE=2 -o js.wasm", 0);
    assertThat(graft("inspect js.wasm", 0))
        .contains("kept", "__em_js__twice", "__em_js____asyncjs__wait_for");
    assertThat(
            new String(Files.readAllBytes(folder.resolve("js.wasm")), StandardCharsets.ISO_8859_1))
        .contains(
            "(int x)<::>{ return 2 * x; }\0",
            "{ console.log($0, $1, $2, $3); }\0",
            "idpj\0",
            "(const char *url)<::>{ return Asyncify.handleAsync(async () => { return");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-O1", "-sMAIN_MODULE=1", "-sMAIN_MODULE=2", "-sSIDE_MODULE=1", "-shared"})
  void textsOfJavaScriptStandBetweenTwoExports(String kind) throws IOException {
    Files.writeString(
        folder.resolve("text.cpp"),
        """
        #include <emscripten.h>
        #ifndef __EMSCRIPTEN__
        #error not in the place of emcc
        #endif
        enum Choice { NO, YES };
        int main(int count, char **words) {
          EM_ASM(console.log("none"));
          EM_ASM({ console.log($0, $1); }, YES, nullptr);
          return EM_ASM_INT({ return $0; }, words) + (int)EM_ASM_DOUBLE({ return $0; }, 2.5f)
              + (EM_ASM_PTR({ return $0; }, count > 1) == words) + MAIN_THREAD_EM_ASM_INT({ return 1; });
        }
        """);
    graft("cc text.cpp -Wall -Werror -std=c++11 " + kind + " -o text.wasm", 0);
    assertThat(graft("inspect text.wasm", 0))
        .contains("__start_em_asm", "__stop_em_asm", "emscripten_asm_const_ptr")
        .doesNotContain("GOT.mem._ZN12graft_em_asm");
  }

  @Test
  void whatIsThrownEndsTheProgramByName() throws IOException {
    Files.writeString(
        folder.resolve("throw.cpp"),
        """
        #include <iostream>
        #include <stdexcept>
        #include <vector>
        int main(int count, char **) {
          std::vector<int> numbers(3);
          std::cout << numbers.size() << std::endl;
          if (count > 1) {
            throw std::runtime_error("no");
          }
        }
        """);
    graft("c++ -O2 throw.cpp -o throw.wasm", 0);
    assertThat(graft("run throw.wasm", 0)).isEqualTo("3\n");
    assertThat(graft("run throw.wasm now", 134))
        .contains("uncaught exception of type St13runtime_error");
  }

  @Test
  void theSameCommandGivesTheSameBytesWhereverTheHeadersAreKept() throws IOException {
    Files.writeString(folder.resolve("d.c"), "#include <dlfcn.h>\nint main() { return 0; }\n");
    graft("cc -g d.c -o first.wasm", 0, Map.of("XDG_CACHE_HOME", folder.resolve("x").toString()));
    byte[] first = Files.readAllBytes(folder.resolve("first.wasm"));
    graft("cc -g d.c -o first.wasm", 0, Map.of("XDG_CACHE_HOME", folder.resolve("y").toString()));
    assertThat(Files.readAllBytes(folder.resolve("first.wasm"))).isEqualTo(first);
  }

  @Test
  void dependenciesAndSplitDebuggingInformationAreKeptWhenAllIsDoneInOneStep() throws IOException {
    Files.writeString(folder.resolve("d.h"), "int d(void);\n");
    Files.writeString(folder.resolve("d.c"), "#include \"d.h\"\nint d(void) { return 0; }\n");
    Files.writeString(folder.resolve("main.c"), "#include \"d.h\"\nint main() { return d(); }\n");
    graft("cc -g -gsplit-dwarf -MMD main.c d.c -o prog.wasm", 0);
    assertThat(folder.resolve("prog.d"))
        .content()
        .isEqualTo("prog.wasm: main.c d.h\nprog.wasm: d.c d.h\n");
    assertThat(folder.resolve("main.dwo")).isNotEmptyFile();
    assertThat(folder.resolve("d.dwo")).isNotEmptyFile();
    graft("cc -MD -MF deps -MT x main.c d.c", 0);
    assertThat(folder.resolve("deps")).content().startsWith("x: main.c d.h").contains("x: d.c d.h");
    graft("cc -MMD main.c d.c", 0);
    assertThat(folder.resolve("d.d")).content().isEqualTo("a.out.wasm: d.c d.h\n");
  }

  @Test
  void whatIsNotLinkedIsNamed() throws IOException {
    Files.writeString(folder.resolve("e.h"), "");
    assertThat(graft("cc -c a.cpp b.cpp none.o", 1)).contains("none.o: no such file");
    assertThat(graft("cc -c a.cpp b.o", 0)).contains("b.o: not used, as nothing is linked");
    graft("cc -c e.h", 0);
    assertThat(folder.resolve("e.h.gch")).exists();
  }

  @Test
  void aCompilerThatFailsWithoutAWordIsNamed() throws IOException {
    Path clang =
        Files.writeString(
            folder.resolve("my-clang"), "#!/bin/sh\n[ $# -gt 1 ] && exit 3\necho wasm32\n");
    assertThat(clang.toFile().setExecutable(true)).isTrue();
    assertThat(graft("cc --clang=./my-clang -c a.cpp", 1))
        .contains("a.cpp: ", "my-clang ended with status 3");
    Files.writeString(
        clang,
        "#!/bin/sh\n[ $# -gt 1 ] && exit 3\n[ $1 = -dumpversion ] && echo 13.0.1 || echo wasm32\n");
    assertThat(graft("cc --clang=./my-clang -c a.cpp", 1)).contains("14 or later", "13.0.1");
  }

  @Test
  void theBuiltinsAreThoseOfTheCompiler() throws IOException {
    Path home = folder.resolve("llvm-old");
    Path clang = Files.createDirectories(home.resolve("bin")).resolve("clang");
    Files.copy(Requires.tool("true"), clang);
    Path own = Files.createDirectories(home.resolve("lib/clang/15.0.7/lib/wasi"));
    Files.writeString(own.resolve("libclang_rt.builtins-wasm32.a"), "!<arch>\n");
    Files.writeString(own.resolve("libclang_rt.builtins-a-wasm64.a"), "!<arch>\n");
    Files.createSymbolicLink(folder.resolve("clang-15"), clang);
    assertThat(graft("cc -### a.o --clang=./clang-15 -o a.wasm", 0))
        .endsWith(own.toRealPath().resolve("libclang_rt.builtins-wasm32.a") + "\n");
  }

  private String graft(String words, int status) {
    return graft(words, status, Map.of());
  }

  private String graft(String words, int status, Map<String, String> variables) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    environment.putAll(variables);
    Console console =
        new Console(InputStream.nullInputStream(), stream, stream, folder, environment);
    int found = Main.run(console, List.of(words.split(" ")));
    String text = printed.toString(StandardCharsets.UTF_8);
    assertThat(found).as("graft %s: %s", words, text).isEqualTo(status);
    return text;
  }
}
