package graft.cc;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where the headers and libraries of C and C++ are.
///
/// @param headers folder of the C library's headers
/// @param libraries folder of `libc.a` and the start files
record Sysroot(Path headers, Path libraries) {
  private static final List<String> TRIPLES = List.of("wasm32-wasi", "wasm32-wasip1");
  private static final List<String> STANDARD = List.of("/", "/opt/wasi-sdk/share/wasi-sysroot");

  /// Finds it: in the folder that was given, in that of `WASI_SYSROOT`, or where packages put it.
  ///
  /// @throws DriverException if there is none
  static Sysroot find(@Nullable String given, Map<String, String> environment, Path folder) {
    String chosen = given != null ? given : environment.get("WASI_SYSROOT");
    List<String> roots = chosen != null ? List.of(chosen) : STANDARD;
    List<String> tried = new ArrayList<>();
    for (String root : roots) {
      for (String prefix : List.of("usr/", "")) {
        for (String triple : TRIPLES) {
          Path base = folder.resolve(root);
          Path libraries = base.resolve(prefix + "lib/" + triple);
          tried.add(libraries.toString());
          if (Files.exists(libraries.resolve("libc.a"))) {
            return new Sysroot(headers(base.resolve(prefix + "include"), triple), libraries);
          }
        }
      }
    }
    throw new DriverException(
        "no C library: no libc.a in "
            + String.join(", ", tried)
            + ": apt-get install wasi-libc, or --sysroot=DIR");
  }

  private static Path headers(Path include, String triple) {
    Path own = include.resolve(triple);
    return Files.isDirectory(own) ? own : include;
  }

  /// The folder of the C++ library's headers, or null.
  @Nullable Path cxxHeaders() {
    for (Path each : List.of(headers, headers.resolveSibling("."))) {
      Path folder = each.resolve("c++/v1").normalize();
      if (Files.isDirectory(folder)) {
        return folder;
      }
    }
    return null;
  }

  /// Whether there is such a library: `c++` for `libc++.a`.
  boolean hasLibrary(String name) {
    return Files.exists(libraries.resolve("lib" + name + ".a"));
  }

  /// The start file for programs, or for modules without `main`.
  Path startFile(boolean program) {
    // crt1.o calls constructors and destructors itself. The other one leaves that to the linker,
    // which does nothing about it where everything is exported.
    List<String> names = program ? List.of("crt1.o", "crt1-command.o") : List.of("crt1-reactor.o");
    for (String name : names) {
      if (Files.exists(libraries.resolve(name))) {
        return libraries.resolve(name);
      }
    }
    throw new DriverException(
        libraries + ": no " + String.join(", no ", names) + ": -nostartfiles does without");
  }

  /// The functions that code of clang calls for what the machine lacks: the compiler's own, or else
  /// the newest that there are; null if there are none.
  ///
  /// @param clang who compiles, or null
  @Nullable Path builtins(@Nullable Clang clang) {
    List<Path> found = new ArrayList<>();
    if (clang != null) {
      for (Path version : list(clang.home().resolve("lib/clang"), "*")) {
        addBuiltins(version.resolve("lib"), found);
      }
    }
    return found.isEmpty() ? newestBuiltins() : found.getFirst();
  }

  private @Nullable Path newestBuiltins() {
    List<Path> found = new ArrayList<>();
    for (Path llvm : list(Path.of("/usr/lib"), "llvm-*")) {
      for (Path version : list(llvm.resolve("lib/clang"), "*")) {
        addBuiltins(version.resolve("lib"), found);
      }
    }
    addBuiltins(libraries.resolveSibling("."), found);
    return found.stream().max(Comparator.comparing(Sysroot::version)).orElse(null);
  }

  private static void addBuiltins(Path folder, List<Path> found) {
    for (Path target : list(folder, "was*")) {
      for (Path library : list(target.normalize(), "libclang_rt.builtins*.a")) {
        // Some installations have those for 64-bit addresses beside them.
        if (!library.toString().contains("wasm64")) {
          found.add(library);
        }
      }
    }
  }

  /// The first number of a path, with leading zeros.
  private static String version(Path path) {
    String digits = path.toString().replaceFirst("^.*?llvm-(\\d+).*$", "$1");
    return digits.length() > 9 ? "" : "0".repeat(9 - digits.length()) + digits;
  }

  private static List<Path> list(Path folder, String pattern) {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, pattern)) {
        stream.forEach(files::add);
        files.sort(null);
      } catch (IOException e) {
        // A folder that cannot be read has nothing.
        return List.of();
      }
    }
    return files;
  }
}
