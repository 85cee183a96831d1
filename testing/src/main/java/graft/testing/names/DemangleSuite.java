package graft.testing.names;

import graft.format.Demangler;
import graft.testkit.Requires;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Demangles symbols of C++ and Rust of libraries as installed, and compares with llvm-cxxfilt.
public final class DemangleSuite {
  private static final List<Path> LIBRARIES =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu/libstdc++.so.6"),
          Path.of("/usr/lib/x86_64-linux-gnu/libLLVM.so.22.1"));

  private static final int COUNT = 20_000;
  private static final int SHOWN = 10;

  private int passed;
  private int failed;

  /// Names at which llvm-cxxfilt gives up.
  private int skipped;

  /// The command `./dev demangle [COUNT]`.
  ///
  /// @param arguments how many symbols of each language to take, evenly over all
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int count = arguments.length == 0 ? COUNT : Integer.parseInt(arguments[0]);
    System.exit(new DemangleSuite().run(System.out, LIBRARIES, count) ? 0 : 1);
  }

  /// Compares.
  ///
  /// @param count how many symbols of each language to take, evenly over all
  /// @return whether all are the same
  boolean run(PrintStream out, List<Path> libraries, int count)
      throws IOException, InterruptedException {
    List<String> symbols = new ArrayList<>(sample(symbols(libraries, "_Z"), count));
    symbols.addAll(sample(symbols(rustLibraries(), "_R"), count));
    List<String> expected = reference(symbols);
    for (int i = 0; i < symbols.size(); i++) {
      compare(out, symbols.get(i), expected.get(i));
    }
    out.println(passed + " passed, " + failed + " failed, " + skipped + " skipped");
    return failed == 0 && passed > 0;
  }

  private void compare(PrintStream out, String symbol, String expected) {
    String found = Demangler.demangle(symbol);
    if (found.equals(expected)) {
      passed++;
    } else if (expected.equals(symbol)) {
      skipped++;
    } else if (failed++ < SHOWN) {
      out.println(symbol + "\n  expected " + expected + "\n  found    " + found);
    }
  }

  /// Those of an installed Rust compiler; none if there is none.
  private static List<Path> rustLibraries() throws IOException, InterruptedException {
    List<Path> libraries = new ArrayList<>();
    try {
      Path root = Path.of(output(List.of("rustc", "--print", "sysroot")).getFirst());
      try (DirectoryStream<Path> files =
          Files.newDirectoryStream(root.resolve("lib"), "librustc_driver*.so")) {
        files.forEach(libraries::add);
      }
    } catch (IOException e) {
      System.err.println("no names of Rust: " + e.getMessage());
    }
    return libraries;
  }

  private static List<String> symbols(List<Path> libraries, String prefix)
      throws IOException, InterruptedException {
    TreeSet<String> symbols = new TreeSet<>();
    String nm = Requires.tool("llvm-nm-22").toString();
    for (Path library : libraries) {
      for (String line : output(List.of(nm, "-D", "--defined-only", library.toString()))) {
        String symbol = line.substring(line.lastIndexOf(' ') + 1);
        int version = symbol.indexOf('@');
        if (symbol.startsWith(prefix)) {
          symbols.add(version < 0 ? symbol : symbol.substring(0, version));
        }
      }
    }
    return List.copyOf(symbols);
  }

  private static List<String> sample(List<String> all, int count) {
    List<String> sample = new ArrayList<>();
    int wanted = Math.min(count, all.size());
    for (int i = 0; i < wanted; i++) {
      sample.add(all.get((int) ((long) i * all.size() / wanted)));
    }
    return sample;
  }

  private static List<String> reference(List<String> symbols)
      throws IOException, InterruptedException {
    Path list = Files.createTempFile("graft", ".txt");
    try {
      Files.write(list, symbols);
      return output(List.of(Requires.tool("llvm-cxxfilt-22").toString(), "@" + list));
    } finally {
      Files.delete(list);
    }
  }

  private static List<String> output(List<String> words) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", words) + ": exit status " + process.exitValue());
    }
    return text.lines().toList();
  }
}
