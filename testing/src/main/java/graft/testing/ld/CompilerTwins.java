package graft.testing.ld;

import graft.testkit.Requires;
import graft.testkit.WasiClang;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/// Links of objects of every compiler that is installed: clang from 14 on, Emscripten's, Rust's
/// (Debian's `libstd-rust-dev-wasm32`). What is not there is named.
final class CompilerTwins {
  private static final int OLDEST = 14;
  private static final int NEWEST = 22;
  private static final String HELLO = "1 words, 3.250, no home\n";
  private static final String RUST =
      """
      square/4
      triangle/3
      8.75
      {"brown": 1, "dog": 1, "end": 1, "fox": 1, "jumps": 1, "lazy": 1, "over": 1, "quick": 1, \
      "the": 3}
      true 1
      """;

  private final Path work;
  private final Path sources;
  private final PrintStream out;
  private final Path own = Requires.root().resolve("testing/src/main/twins");

  /// @param work where objects go
  /// @param sources with `lua`, `zlib` and `sqlite` in it
  CompilerTwins(Path work, Path sources, PrintStream out) {
    this.work = work;
    this.sources = sources;
    this.out = out;
  }

  List<Twin> twins() throws IOException, InterruptedException {
    List<Twin> twins = new ArrayList<>();
    for (int version = OLDEST; version <= NEWEST; version++) {
      String clang = "clang-" + version;
      if (Files.isExecutable(Path.of("/usr/bin", clang))) {
        twins.addAll(clang(clang));
      } else {
        out.println("not here: " + clang);
      }
    }
    for (String level : List.of("-O0 -g", "-O2")) {
      addIfThere(twins, "emcc", level, Path.of("/usr/bin/emcc"));
      addIfThere(twins, "rustc", level, Path.of("/usr/lib/rustlib/wasm32-wasi/lib"));
    }
    return twins;
  }

  private void addIfThere(List<Twin> twins, String compiler, String level, Path needed)
      throws IOException, InterruptedException {
    if (Files.exists(needed)) {
      twins.add(compiler.equals("emcc") ? emscripten(level) : rust(level));
    } else {
      out.println("not here: " + needed);
    }
  }

  private List<Twin> clang(String clang) throws IOException, InterruptedException {
    List<Twin> twins = new ArrayList<>();
    for (String level : List.of("-O0 -g", "-O2")) {
      List<String> objects = new ArrayList<>();
      for (Path file : WasiClang.databaseSources(sources)) {
        // SQLite says nothing new, and takes most of the time.
        String name = file.getFileName().toString();
        if (!name.startsWith("sqlite") && !name.equals("all.c")) {
          objects.add(compile(clang, file, level, false));
        }
      }
      objects.add(compile(clang, own.resolve("luazlib.c"), level, false));
      List<String> hello = List.of(compile(clang, own.resolve("hello.c"), level, false));
      String name = clang + " " + level + ": ";
      twins.add(program(name + "hello", List.of(), hello, HELLO));
      twins.add(program(name + "Lua, zlib", List.of(), objects, "brown,fox,quick,the"));
      twins.add(program(name + "Lua, zlib, small", List.of("-O2", "-s"), objects, "brown"));
      twins.add(
          program(
              name + "Lua, zlib, relocations",
              List.of("--emit-relocs", "--no-gc-sections"),
              objects,
              "brown"));
      List<String> merged = new ArrayList<>(List.of("-r"));
      merged.addAll(objects);
      twins.add(new Twin(name + "Lua, zlib, -r", merged, false, ""));
      List<String> library =
          new ArrayList<>(
              List.of(
                  "-shared",
                  "--experimental-pic",
                  "--unresolved-symbols=import-dynamic",
                  "--no-entry"));
      for (Path file : WasiClang.databaseSources(sources)) {
        if (file.startsWith(sources.resolve("zlib"))) {
          library.add(compile(clang, file, level + " -fPIC -fvisibility=default", true));
        }
      }
      twins.add(new Twin(name + "zlib -shared", library, false, ""));
    }
    return twins;
  }

  private static Twin program(
      String name, List<String> options, List<String> objects, String printed) {
    List<String> words = new ArrayList<>(options);
    words.add("-L" + WasiClang.LIBRARIES);
    words.add(WasiClang.LIBRARIES + "/crt1.o");
    words.addAll(objects);
    words.addAll(
        List.of(
            "-lwasi-emulated-signal",
            "-lwasi-emulated-process-clocks",
            "-lc",
            WasiClang.builtins(),
            "-z",
            "stack-size=262144"));
    return new Twin(name, words, true, printed);
  }

  private String compile(String clang, Path source, String level, boolean pic)
      throws IOException, InterruptedException {
    String name = (clang + level + "-" + source.getFileName()).replaceAll("[ =]", "_");
    Path object = work.resolve(name.replaceAll("\\.c$", "") + (pic ? ".pic.o" : ".o"));
    if (!Files.exists(object)) {
      // Older ones know position independent code for Emscripten only.
      String target = pic ? "--target=wasm32-unknown-emscripten" : "--target=wasm32-wasi";
      List<String> words = new ArrayList<>(List.of("/usr/bin/" + clang, target));
      if (pic) {
        words.add("-D__wasi__=1"); // WASI's headers insist on it.
      }
      words.addAll(List.of("-isystem", "/usr/include/wasm32-wasi"));
      words.addAll(List.of(level.split(" ")));
      words.addAll(WasiClang.databaseFlags(sources, work.resolve("include")));
      words.addAll(List.of("-c", source.toString(), "-o", object.toString()));
      execute(words, work);
    }
    return object.toString();
  }

  /// What emcc gives its linker.
  private Twin emscripten(String level) throws IOException, InterruptedException {
    Path folder = recorder("emcc" + level, "wasm-ld-14", "--no-stack-first");
    Path tools = folder.resolve("bin");
    for (File tool : List.of(new File("/usr/bin").listFiles())) {
      Path link = tools.resolve(tool.getName());
      if (tool.getName().matches("(clang|llvm|wasm|ll)[-+a-z0-9]*") && Files.notExists(link)) {
        Files.createSymbolicLink(link, tool.toPath());
      }
    }
    List<String> words = new ArrayList<>(List.of("env", "EM_LLVM_ROOT=" + tools));
    words.addAll(List.of("emcc", own.resolve("iostream.cpp").toString()));
    words.addAll(List.of(level.split(" ")));
    words.addAll(List.of("-o", "hello.wasm"));
    execute(words, folder);
    return recorded("emcc " + level + ": iostream", folder, false, "");
  }

  /// What rustc gives its linker.
  private Twin rust(String level) throws IOException, InterruptedException {
    Path folder = recorder("rustc" + level, "wasm-ld", "");
    execute(
        List.of(
            "/usr/bin/rustc",
            "--target",
            "wasm32-wasi",
            level.startsWith("-O0") ? "-g" : "-O",
            own.resolve("hello.rs").toString(),
            "-C",
            "linker=" + folder.resolve("bin/wasm-ld"),
            "-o",
            "hello.wasm"),
        folder);
    return recorded("rustc " + level + ": hello", folder, true, RUST);
  }

  /// A folder with a linker that keeps what it was given.
  ///
  /// @param more for the linker: memory begins with the stack since LLVM 22
  private Path recorder(String name, String linker, String more) throws IOException {
    Path folder = Files.createDirectories(work.resolve(name.replace(' ', '_')));
    Path script = Files.createDirectories(folder.resolve("bin")).resolve(linker);
    Files.deleteIfExists(script);
    // Warnings of members that are no objects must not stop it, as they do not stop Rust's own.
    Files.writeString(
        script,
        """
        #!/bin/bash
        words=()
        for word; do [ "$word" = --fatal-warnings ] || words+=("$word"); done
        exec wasm-ld-22 "${words[@]}" MORE --reproduce=FOLDER/kept.tar
        """
            .replace("MORE", more)
            .replace("FOLDER", folder.toString()));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return folder;
  }

  private static Twin recorded(String name, Path folder, boolean program, String printed)
      throws IOException, InterruptedException {
    execute(List.of("tar", "xf", "kept.tar"), folder);
    Path kept = folder.resolve("kept");
    return new Twin(name, kept, List.of("@response.txt"), program, printed);
  }

  private static void execute(List<String> words, Path folder)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    process.getOutputStream().close();
    if (process.waitFor() != 0) {
      throw new IOException(
          String.join(" ", words) + ":\n" + Files.readString(folder.resolve("log")));
    }
  }
}
