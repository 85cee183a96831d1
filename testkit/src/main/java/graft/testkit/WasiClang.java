package graft.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Compiles what linkers are tried and measured with: clang-22 with Debian's WASI libraries, and
/// the sources that `./dev ld-twins` gets.
public final class WasiClang {
  /// Where libraries and `crt1.o` are.
  public static final String LIBRARIES = "/usr/lib/wasm32-wasi";

  private static final Set<String> LUA_LEFT_OUT =
      Set.of("liolib.c", "loslib.c", "loadlib.c", "ldblib.c", "linit.c", "lua.c", "luac.c");

  private WasiClang() {}

  /// Compiles one source.
  ///
  /// @param flags further options
  /// @throws IOException if the compiler refuses it
  public static void compile(Path source, Path object, List<String> flags)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>();
    words.add(Requires.tool("clang-22").toString());
    words.addAll(
        List.of(
            "--target=wasm32-wasip1",
            "-nostdlibinc",
            "-cxx-isystem",
            Requires.file("/usr/include/wasm32-wasi/c++/v1", "apt-get install libc++-22-dev-wasm32")
                .toString(),
            "-idirafter",
            "/usr/include/wasm32-wasi",
            "-fno-exceptions"));
    words.addAll(flags);
    words.addAll(List.of("-c", source.toString(), "-o", object.toString()));
    int status = new ProcessBuilder(words).inheritIO().start().waitFor();
    if (status != 0) {
      throw new IOException("clang ended with " + status + ": " + String.join(" ", words));
    }
  }

  /// The functions that code of clang calls for what the machine lacks.
  public static String builtins() {
    try (Stream<Path> files =
        Files.find(
            Path.of("/usr/lib"), 8, (file, _) -> file.endsWith("libclang_rt.builtins-wasm32.a"))) {
      return files
          .sorted()
          .findFirst()
          .orElseGet(() ->
              Requires.file(
                  "/usr/lib/llvm-14/lib/clang/14.0.6/lib/wasi/libclang_rt.builtins-wasm32.a",
                  "apt-get install libclang-rt-dev-wasm32"))
          .toString();
    } catch (IOException | UncheckedIOException e) {
      throw new AssertionError("cannot list /usr/lib", e);
    }
  }

  /// The sources of SQLite, Lua and zlib, and of a program that uses them.
  ///
  /// @param sources with `lua`, `zlib` and `sqlite` in it
  public static List<Path> databaseSources(Path sources) throws IOException {
    List<Path> files = new ArrayList<>(cFiles(sources.resolve("lua/src"), LUA_LEFT_OUT));
    files.addAll(cFiles(sources.resolve("zlib"), Set.of()));
    files.add(sources.resolve("sqlite/sqlite3.c"));
    Path own = Requires.root().resolve("testing/src/main/twins");
    for (String each : List.of("all.c", "lua.c", "sqlite.c", "zlib.c")) {
      files.add(own.resolve(each));
    }
    return files;
  }

  /// What these sources are compiled with; links want `-lwasi-emulated-signal` and
  /// `-lwasi-emulated-process-clocks`.
  ///
  /// @param include a folder that gets headers which the system lacks
  public static List<String> databaseFlags(Path sources, Path include) throws IOException {
    Path header = Files.createDirectories(include).resolve("setjmp.h");
    if (!Files.exists(header)) {
      Files.writeString(header, "/* There is none. */\n");
    }
    return List.of(
        "-w",
        "-I" + include,
        "-I" + sources.resolve("lua/src"),
        "-I" + sources.resolve("zlib"),
        "-I" + sources.resolve("sqlite"),
        "-Dluai_jmpbuf=int",
        "-DLUAI_THROW(L,c)=__builtin_trap()",
        "-DLUAI_TRY(L,c,a)={a}",
        "-D_WASI_EMULATED_SIGNAL",
        "-D_WASI_EMULATED_PROCESS_CLOCKS",
        "-DHAVE_UNISTD_H",
        "-DSQLITE_OS_OTHER=1",
        "-DSQLITE_THREADSAFE=0",
        "-DSQLITE_OMIT_LOAD_EXTENSION");
  }

  private static List<Path> cFiles(Path folder, Set<String> leftOut) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, "*.c")) {
      stream.forEach(file -> {
        if (!leftOut.contains(file.getFileName().toString())) {
          files.add(file);
        }
      });
    }
    return files.stream().sorted().toList();
  }
}
