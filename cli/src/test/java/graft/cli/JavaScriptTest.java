package graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import graft.source.ModuleServer;
import graft.testkit.Requires;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Programs with JavaScript inside of C, made by `graft cc` and by emcc, run by `graft run`.
final class JavaScriptTest {
  private static final String NAMES = "names.cpp";

  @TempDir Path folder;

  @Test
  void mainAndSideModulesRunTheirJavaScript() throws IOException {
    build();

    assertThat(graft("run main.wasm", 0))
        .isEqualTo(
            """
            hello main
            1 2.5 text 1099511627776n
            side 5
            9
            42
            42
            2199023255552
            """);
  }

  @Test
  void anExceptionOfJavaScriptsNamesTheFunctionAndShowsTheStack() throws IOException {
    build();

    assertThat(graft("run main.wasm fail", 134))
        .contains(
            """
            trap: JavaScript of __asyncjs__fails in side.wasm!bad: TypeError: no 3
                at side.wasm!bad
                at main.wasm!main
            """);
  }

  @Test
  void aProgramOfEmscriptensPrintsWhatNodePrints() throws Exception {
    String emcc = Requires.tool("emcc").toString();
    Path node = Requires.tool("node");
    copy(NAMES);
    EmscriptenProgramTest.command(
        folder,
        emcc,
        NAMES,
        "-O1",
        "-fexceptions",
        "-sALLOW_MEMORY_GROWTH",
        "-sEXIT_RUNTIME=1",
        "-sFORCE_FILESYSTEM",
        "-sEXPORTED_RUNTIME_METHODS=ccall,cwrap,stringToNewUTF8,dynCall",
        "-sDEFAULT_LIBRARY_FUNCS_TO_INCLUDE=$stringToNewUTF8,$dynCall",
        "-sEXPORTED_FUNCTIONS=_main,_malloc,_free",
        "-o",
        "names.js");
    String expected =
        EmscriptenProgramTest.command(
            folder,
            node.toString(),
            "-e",
            """
            delete globalThis.fetch;
            console.error = console.warn = console.log;
            process.on('exit', status => { console.log('status', status); process.exitCode = 0; });
            require('./names.js');
            """);

    assertThat(graft("run names.wasm", 3) + "status 3\n").isEqualTo(expected).contains("timer 5\n");
  }

  @Test
  void aPluginIsFetchedByJavaScriptAndOpened() throws IOException {
    needsClang();
    Path example = Requires.root().resolve("examples/plugins");
    Path source = example.resolve("javascript/fetching.cpp");
    graft(
        "c++ -I%s %s %s -s MAIN_MODULE=1 -o fetching.wasm"
            .formatted(example, source, example.resolve("canvas.cpp")),
        0);
    try (ModuleServer server =
        ModuleServer.start(example.resolve("wasm"), InetAddress.getLoopbackAddress(), 0, 60)) {
      String run = "run --allow-origin " + server.uri() + " fetching.wasm ";
      String rings = server.uri() + "rings.so";

      // canvas.cpp, a part of main here, says so in a constructor.
      assertThat(graft(run + rings, 0)).startsWith("libcanvas.so: loaded\nrings in water:\n");
      assertThat(graft(run + server.uri() + "none.so", 1))
          .isEqualTo(
              "libcanvas.so: loaded\ngraft: fetch: GET "
                  + server.uri()
                  + "none.so: 404 Not Found\n"
                  + server.uri()
                  + "none.so: the server says 404\n");
      assertThat(graft("run fetching.wasm " + rings, 134))
          .contains("JavaScript of __asyncjs__fetch_file", "TypeError: fetch failed: ", rings);
    }
  }

  @Test
  void callbacksRunAfterAMainThatReturnsAStatus() throws IOException {
    needsClang();
    Files.writeString(
        folder.resolve("late.c"),
        """
        #include <emscripten.h>
        #include <stdio.h>
        #include <stdlib.h>

        static void later(void *text) {
          printf("%s", (char *)text);
          if (((char *)text)[0] == 'x') exit(9);
        }

        int main(int argc, char **argv) {
          emscripten_async_call(later, argc > 1 ? argv[1] : "later", 0);
          return argc > 2 ? 0 : 3;
        }
        """);
    for (String kind : List.of("", "-O2 ", "-s MAIN_MODULE=1 ")) {
      graft("cc late.c " + kind + "-o late.wasm", 0);
      assertThat(graft("run late.wasm", 3)).as(kind).isEqualTo("later");
      assertThat(graft("run late.wasm xyz", 9)).as(kind).isEqualTo("xyz");
      assertThat(graft("run late.wasm null null", 0)).isEqualTo("null");
    }
  }

  @Test
  void aProgramThatFetchesNeedsNoOptionsOfTheLinker() throws IOException {
    needsClang();
    Files.writeString(
        folder.resolve("fetches.c"),
        """
        #include <emscripten/fetch.h>
        #include <stdio.h>
        #include <string.h>

        static void done(emscripten_fetch_t *fetch) {
          printf("%d %.4s, unflushed", fetch->status, fetch->data);
          emscripten_fetch_close(fetch);
        }

        int main(int argc, char **argv) {
          emscripten_fetch_attr_t attributes;
          emscripten_fetch_attr_init(&attributes);
          strcpy(attributes.requestMethod, "GET");
          attributes.attributes = EMSCRIPTEN_FETCH_LOAD_TO_MEMORY;
          attributes.onsuccess = done;
          return emscripten_fetch(&attributes, argv[argc - 1]) ? 0 : 1;
        }
        """);
    Path served = Files.createDirectories(folder.resolve("served"));
    Files.writeString(served.resolve("a.txt"), "text");
    try (ModuleServer server = ModuleServer.start(served, InetAddress.getLoopbackAddress(), 0, 0)) {
      String run = "run --allow-origin " + server.uri() + " fetches.wasm " + server.uri() + "a.txt";
      for (String kind : List.of("", "-O2 ", "-s MAIN_MODULE=1 ", "-s MAIN_MODULE=2 ")) {
        graft("cc fetches.c " + kind + "-o fetches.wasm", 0);
        assertThat(graft(run, 0)).as(kind).isEqualTo("200 text, unflushed");
      }
    }
  }

  @Test
  void anEndlessLoopOfJavaScriptsEndsWithTheTime() throws Exception {
    needsClang();
    Files.writeString(
        folder.resolve("endless.c"),
        """
        #include <emscripten.h>
        int main(void) { EM_ASM({ while (true) {} }); }
        """);
    graft("cc endless.c -o endless.wasm", 0);
    assertThat(graft("run --timeout 0.5 endless.wasm", 124))
        .contains("the program ran longer than 0.5 seconds");
    // The command does not wait for it, but it does end.
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("guest")) {
        thread.join();
      }
    }
  }

  private static void needsClang() {
    Requires.tool("clang-22");
    Requires.file("/usr/lib/wasm32-wasi/libc.a", "apt-get install wasi-libc");
  }

  private void build() throws IOException {
    needsClang();
    copy("main.c");
    copy("side.c");
    graft("cc side.c -s SIDE_MODULE=1 -s EXPORT_ALL -o side.wasm", 0);
    graft("cc main.c -s MAIN_MODULE=1 -o main.wasm", 0);
  }

  private void copy(String name) throws IOException {
    Files.copy(Requires.root().resolve("cli/src/test/js").resolve(name), folder.resolve(name));
  }

  private String graft(String words, int status) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    Console console =
        new Console(InputStream.nullInputStream(), stream, stream, folder, environment);
    int found = Main.run(console, List.of(words.split(" ")));
    String text = printed.toString(StandardCharsets.UTF_8);
    assertThat(found).as("graft %s: %s", words, text).isEqualTo(status);
    return text;
  }
}
