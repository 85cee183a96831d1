package graft.cc;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An installed compiler.
///
/// @param program its file
record Clang(Path program) {
  private static final int NEWEST = 40;
  private static final int OLDEST = 14;
  private static final String REMEDY =
      "apt-get install clang-22, or --clang=FILE, or GRAFT_CLANG=FILE";

  /// Finds a compiler: the one that was given, that of `GRAFT_CLANG`, or the newest on the `PATH`.
  ///
  /// @throws DriverException if there is none, or it cannot compile to WebAssembly
  static Clang find(@Nullable String given, Map<String, String> environment, Path folder) {
    String chosen = given != null ? given : environment.get("GRAFT_CLANG");
    if (chosen != null) {
      return chosen(chosen, environment, folder);
    }
    List<Path> path = path(environment);
    for (int version = NEWEST; version >= OLDEST; version--) {
      Path program = find("clang-" + version, path);
      if (program != null) {
        return new Clang(program);
      }
    }
    Path program = find("clang", path);
    if (program == null) {
      throw new DriverException(
          "no clang of version 14 or later: not in " + join(path) + ": " + REMEDY);
    }
    new Clang(program).check();
    return new Clang(program);
  }

  /// The same, or null if there is none.
  static @Nullable Clang installed(
      @Nullable String given, Map<String, String> environment, Path folder) {
    try {
      return find(given, environment, folder);
    } catch (DriverException e) {
      return null; // What is compiled already can be linked without.
    }
  }

  /// The folder of its installation, with `bin` and `lib` in it.
  Path home() {
    Path file = program.toAbsolutePath();
    try {
      file = program.toRealPath();
    } catch (IOException e) {
      // As it was named.
    }
    return file.resolve("../..").normalize();
  }

  private static Clang chosen(String name, Map<String, String> environment, Path folder) {
    Path program =
        name.contains("/") ? folder.resolve(name).toAbsolutePath() : find(name, path(environment));
    if (program == null || !Files.isExecutable(program)) {
      throw new DriverException(name + ": no such compiler: " + REMEDY);
    }
    return new Clang(program);
  }

  private static List<Path> path(Map<String, String> environment) {
    List<Path> folders = new ArrayList<>();
    for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      if (!folder.isEmpty()) {
        folders.add(Path.of(folder));
      }
    }
    return folders;
  }

  private static String join(List<Path> folders) {
    return String.join(", ", folders.stream().map(Path::toString).toList());
  }

  private static @Nullable Path find(String name, List<Path> folders) {
    for (Path folder : folders) {
      if (Files.isExecutable(folder.resolve(name))) {
        return folder.resolve(name);
      }
    }
    return null;
  }

  /// Checks that it can compile to WebAssembly; who was named is only asked once it failed.
  ///
  /// @throws DriverException if it cannot
  void check() {
    if (ask("--print-targets").stream().noneMatch(line -> line.contains("wasm32"))) {
      throw new DriverException(program + ": has no WebAssembly target: " + REMEDY);
    }
    for (String version : ask("-dumpversion")) {
      String major = version.replaceFirst("[.].*", "");
      if (major.matches("[0-9]{1,4}") && Integer.parseInt(major) < OLDEST) {
        throw new DriverException(
            program + ": version 14 or later is wanted, found " + version + ": " + REMEDY);
      }
    }
  }

  private List<String> ask(String question) {
    try {
      Process process =
          new ProcessBuilder(program.toString(), question).redirectErrorStream(true).start();
      process.getOutputStream().close();
      try (java.io.BufferedReader lines = process.inputReader()) {
        return lines.lines().toList();
      }
    } catch (IOException e) {
      return List.of();
    }
  }
}
