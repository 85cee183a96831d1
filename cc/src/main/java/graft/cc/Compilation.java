package graft.cc;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Compiles sources with clang.
final class Compilation {
  static final String TARGET = "--target=wasm32-wasip1";

  /// What programs for Emscripten take for granted, and a WASI sysroot has on request only.
  private static final List<String> DEFINES =
      List.of(
          "-D__EMSCRIPTEN__=1",
          "-D_WASI_EMULATED_MMAN",
          "-D_WASI_EMULATED_SIGNAL",
          "-D_WASI_EMULATED_PROCESS_CLOCKS",
          "-D_WASI_EMULATED_GETPID");

  private final DriverLine line;
  private final Toolchain tools;
  private final boolean cxx;
  private final Clang clang;
  private final Sysroot sysroot;
  private final Path headers;

  /// @param cxx whether all sources are C++, as for `c++`
  Compilation(DriverLine line, Toolchain tools, boolean cxx) {
    this.line = line;
    this.tools = tools;
    this.cxx = cxx;
    clang = Clang.find(line.clang, tools.environment(), tools.folder());
    sysroot = Sysroot.find(line.sysroot, tools.environment(), tools.folder());
    try {
      headers = BundledFiles.headers(tools.environment());
    } catch (IOException e) {
      throw new DriverException("cannot write headers to the cache (XDG_CACHE_HOME): " + e);
    }
  }

  /// Compiles a source.
  ///
  /// @param mode `-c`, `-S` or `-E`; null if the options say what to do
  /// @param output the file to write, or null for standard output
  /// @param more words for clang
  /// @return clang's exit status
  int compile(
      DriverLine.Source source, @Nullable String mode, @Nullable String output, List<String> more) {
    List<String> words = command(source);
    words.addAll(more);
    if (mode != null) {
      words.add(mode);
    }
    words.addAll(language(source));
    words.add(source.file());
    if (output != null) {
      words.addAll(List.of("-o", output));
    }
    if (line.isShown()) {
      tools.err().println(Toolchain.quoted(words));
    }
    if (line.flags.contains(DriverOption.DRY_RUN)) {
      return 0;
    }
    Toolchain.Outcome outcome =
        source.file().equals("-") ? tools.runWithInput(words) : tools.run(words);
    if (outcome.status() != 0) {
      clang.check();
      if (outcome.isSilent()) {
        throw new DriverException(
            source.file() + ": " + clang.program() + " ended with status " + outcome.status());
      }
    }
    return outcome.status();
  }

  private List<String> language(DriverLine.Source source) {
    if (source.language() != null) {
      return List.of("-x", source.language());
    }
    boolean plain = source.file().endsWith(".c") || source.file().endsWith(".i");
    return cxx && plain ? List.of("-x", "c++") : List.of();
  }

  private List<String> command(DriverLine.Source source) {
    List<String> words = new ArrayList<>();
    words.add(clang.program().toString());
    words.add(TARGET);
    // Where the headers lie must not show in the output.
    words.add("-ffile-prefix-map=" + headers + "=/graft/include");
    words.addAll(headerFolders(source));
    words.addAll(DEFINES);
    words.addAll(List.of("-fvisibility=default", "-fignore-exceptions"));
    if (line.isDynamic()) {
      words.add("-fPIC");
    }
    words.addAll(line.compileWords);
    return words;
  }

  /// In the order in which clang has them: ours, C++'s, its own, C's.
  private List<String> headerFolders(DriverLine.Source source) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("-nostdlibinc", "-isystem", headers.toString()));
    Path library = sysroot.cxxHeaders();
    if (library != null) {
      words.addAll(List.of("-cxx-isystem", library.toString()));
    } else if (source.isCxx()) {
      throw new DriverException(
          sysroot.headers()
              + ": no headers of C++ (c++/v1): apt-get install libc++-22-dev-wasm32, or"
              + " --sysroot=DIR");
    }
    words.addAll(List.of("-idirafter", sysroot.headers().toString()));
    return words;
  }
}
