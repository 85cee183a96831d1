package graft.testing.ld;

import graft.cli.Console;
import graft.cli.Main;
import graft.testkit.Requires;
import graft.testkit.WasiClang;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A main module (`-pie`) and side modules (`-shared`) of Emscripten, linked by Graft and by
/// wasm-ld-22 in the place of Emscripten's own linker. Each is loaded by Emscripten's loader in
/// Node and by `graft run`: the same behaviour, and the same bytes.
///
/// `LoaderTwins SOURCES`
public final class LoaderTwins {
  private static final String MAIN =
      """
      #include <dlfcn.h>
      #include <stdio.h>
      int in_main = 100;
      int from_main(int x) { return 2 * x; }
      static void call(const char *file, const char *name) {
        void *library = dlopen(file, RTLD_NOW);
        void (*relocate)(void) =
            library ? (void (*)(void))dlsym(library, "__wasm_apply_data_relocs") : 0;
        if (relocate) {
          relocate(); // The loader of 3.1.6 leaves it to LLVM 14's start functions; twice is once.
        }
        int (*function)(void) = library ? (int (*)(void))dlsym(library, name) : 0;
        printf("%s: %d\\n", name, function ? function() : -1);
      }
      int main(void) {
        call("small.wasm", "small");
        call("lua.wasm", "lua_main");
        call("zlib.wasm", "zlib_main");
        call("sqlite.wasm", "sqlite_main");
        fflush(stdout);
        return 0;
      }
      """;
  private static final String SMALL =
      """
      #include <stdio.h>
      static int numbers[] = {1, 2, 3};
      int *all[] = {numbers, numbers + 1};
      extern int in_main;
      int from_main(int);
      int (*pointer)(int) = from_main;
      __attribute__((constructor)) static void start(void) { numbers[0] = 7; }
      int small(void) { return pointer(21) + *all[0] + in_main + (pointer == from_main); }
      """;

  /// Relocates a main module's data: as LLVM 14 linked, its constructors did.
  private static final String BEFORE =
      """
      Module['preRun'] = [function() { Module['asm']['__wasm_apply_data_relocs'](); }];
      """;

  private static final List<String> EXPECTED =
      List.of("small: 150", "brown,fox,quick,the", "zlib 1.", "rows=111");

  private final Path work;
  private final Path sources;
  private final PrintStream out;
  private int passed;
  private int failed;

  private LoaderTwins(Path work, Path sources, PrintStream out) {
    this.work = work;
    this.sources = sources;
    this.out = out;
  }

  /// Runs the suite; the exit status is 0 if nothing failed.
  public static void main(String[] args) throws IOException, InterruptedException {
    for (String tool : List.of("emcc", "node", "wasm-ld-22")) {
      Requires.tool(tool);
    }
    Path work = Requires.root().resolve("target/ld-twins/loader").toAbsolutePath().normalize();
    Files.createDirectories(work);
    LoaderTwins suite = new LoaderTwins(work, Path.of(args[0]).toAbsolutePath(), System.out);
    suite.run();
    suite.out.println(suite.passed + " passed, " + suite.failed + " failed, 0 skipped");
    System.exit(suite.failed == 0 && suite.passed > 0 ? 0 : 1);
  }

  private void run() throws IOException, InterruptedException {
    List<Side> sides = sides();
    Path object = work.resolve("main.o");
    Files.writeString(work.resolve("main.c"), MAIN);
    Files.writeString(work.resolve("before.js"), BEFORE);
    emcc(null, List.of("-fPIC", "-O1", "-c", "main.c", "-o", "main.o"));
    try (LinkServer server = new LinkServer(work)) {
      link("ours", server, object, sides);
      server.problems().forEach(problem -> note("valid output", problem));
    }
    link("theirs", null, object, sides);
    List<String> names = new ArrayList<>(List.of("main.wasm"));
    sides.forEach(side -> names.add(side.name + ".wasm"));
    for (String name : names) {
      byte[] ours = Files.readAllBytes(work.resolve("ours").resolve(name));
      byte[] theirs = Files.readAllBytes(work.resolve("theirs").resolve(name));
      boolean equal = Arrays.equals(ours, theirs);
      note(
          name + " " + ours.length + " bytes, wasm-ld " + theirs.length,
          equal ? "" : "the bytes differ");
    }
    String expected = node("theirs");
    note(
        "wasm-ld's, in Node",
        EXPECTED.stream().allMatch(expected::contains) ? "" : "printed:\n" + expected);
    compare("Graft's, in Node", expected, node("ours"));
    compare("wasm-ld's, in graft run", expected, graft("theirs"));
    compare("Graft's, in graft run", expected, graft("ours"));
  }

  /// A side module.
  private record Side(String name, List<Path> objects) {}

  private List<Side> sides() throws IOException, InterruptedException {
    Files.writeString(work.resolve("small.c"), SMALL);
    Path own = Requires.root().resolve("testing/src/main/twins").toAbsolutePath();
    List<Path> lua = new ArrayList<>(List.of(own.resolve("lua.c")));
    List<Path> zlib = new ArrayList<>(List.of(own.resolve("zlib.c")));
    for (Path file : WasiClang.databaseSources(sources)) {
      if (file.startsWith(sources.resolve("lua"))) {
        lua.add(file);
      } else if (file.startsWith(sources.resolve("zlib"))) {
        zlib.add(file);
      }
    }
    List<Path> sqlite = List.of(own.resolve("sqlite.c"), sources.resolve("sqlite/sqlite3.c"));
    return List.of(
        side("small", List.of(work.resolve("small.c"))),
        side("lua", lua),
        side("zlib", zlib),
        side("sqlite", sqlite));
  }

  private Side side(String name, List<Path> files) throws IOException, InterruptedException {
    List<Path> objects = new ArrayList<>();
    for (Path file : files) {
      Path object = work.resolve(name + "-" + file.getFileName() + ".o");
      if (!Files.exists(object) || name.equals("small")) {
        List<String> words = new ArrayList<>(List.of("-fPIC", "-O1", "-w"));
        words.addAll(WasiClang.databaseFlags(sources, work.resolve("include")));
        words.addAll(List.of("-c", file.toString(), "-o", object.toString()));
        emcc(null, words);
      }
      objects.add(object);
    }
    return new Side(name, objects);
  }

  private void link(String folder, @Nullable LinkServer server, Path main, List<Side> all)
      throws IOException, InterruptedException {
    Path tools = Files.createDirectories(work.resolve(folder).resolve("bin"));
    linkTools(tools);
    String linker = "wasm-ld-22";
    if (server != null) {
      Path script = tools.resolve("graft-ld");
      server.writeScript(script);
      linker = script.toString();
    }
    // wasm-ld of LLVM 14, which Emscripten expects, imported undefined symbols without being asked.
    Path script = tools.resolve("wasm-ld-14");
    Files.deleteIfExists(script);
    Files.writeString(
        script,
        """
        #!/bin/bash
        [[ $1 == --* ]] && [ $# -eq 1 ] && exec wasm-ld-22 "$@"
        exec LINKER "$@" --unresolved-symbols=import-dynamic
        """
            .replace("LINKER", linker));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (Side side : all) {
      List<String> words = new ArrayList<>(List.of("-sSIDE_MODULE=1"));
      side.objects.forEach(object -> words.add(object.toString()));
      words.addAll(List.of("-o", folder + "/" + side.name + ".wasm"));
      emcc(tools, words);
    }
    emcc(
        tools,
        List.of(
            "-sMAIN_MODULE=1",
            "-sALLOW_MEMORY_GROWTH=1",
            "--pre-js",
            "before.js",
            main.toString(),
            "-o",
            folder + "/main.js"));
  }

  private static void linkTools(Path tools) throws IOException {
    try (var files = Files.newDirectoryStream(Path.of("/usr/bin"))) {
      for (Path file : files) {
        Path link = tools.resolve(file.getFileName());
        if (file.getFileName().toString().matches("(clang|llvm|wasm|ll)[-+a-z0-9]*")
            && !Files.exists(link)) {
          Files.createSymbolicLink(link, file);
        }
      }
    }
  }

  private void emcc(@Nullable Path tools, List<String> words)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("env"));
    if (tools != null) {
      all.add("EM_LLVM_ROOT=" + tools);
    }
    all.add("emcc");
    all.addAll(words);
    Answer answer = execute(all, work);
    if (answer.status != 0) {
      throw new IOException(String.join(" ", all) + ":\n" + answer.printed);
    }
  }

  private record Answer(int status, String printed) {}

  private static Answer execute(List<String> words, Path folder)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Answer(process.waitFor(), text);
  }

  private String node(String folder) throws IOException, InterruptedException {
    Answer answer =
        execute(
            List.of(Requires.tool("node").toString(), "--no-experimental-fetch", "main.js"),
            work.resolve(folder));
    return answer.printed + "status " + answer.status;
  }

  private String graft(String folder) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    Path here = work.resolve(folder);
    int status =
        Main.run(
            Console.of(printed, printed, here), List.of("run", "--dir", here + "::/", "main.wasm"));
    return printed.toString(StandardCharsets.UTF_8) + "status " + status;
  }

  private void compare(String what, String expected, String found) {
    note(what, found.equals(expected) ? "" : "expected:\n" + expected + "\nfound:\n" + found);
  }

  private void note(String what, String problem) {
    passed += problem.isEmpty() ? 1 : 0;
    failed += problem.isEmpty() ? 0 : 1;
    out.println(
        (problem.isEmpty() ? "ok   " : "FAIL ") + what + (problem.isEmpty() ? "" : ": ") + problem);
  }
}
