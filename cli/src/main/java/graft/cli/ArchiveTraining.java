package graft.cli;

import graft.cc.CompilerDriver;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What the launcher runs to make its archive of loaded, linked and profiled classes (JEP 483, 514
/// and 515): the commands whose start people wait for, with inputs that every clone has. Commands
/// that fail, which it says, and inputs that this machine lacks, only make the archive less
/// complete.
final class ArchiveTraining {
  /// Objects that come with `graft cc`.
  private static final List<String> OBJECTS = List.of("exceptions.o", "stack.o");

  private static final int MANY = 100;

  private static final Path LIBRARIES = Path.of("/usr/lib/wasm32-wasi");
  private static final String PLUGINS = "examples/plugins/wasm/";
  private static final String TREE_SITTER = "testing/npm/node_modules/";

  private final Path root;
  private final Path folder;

  private ArchiveTraining(Path root, Path folder) {
    this.root = root;
    this.folder = folder;
  }

  /// Runs the commands once. More often would give more methods a profile, which HotSpot then
  /// compiles in starts that are over before they need it.
  ///
  /// @param args whose archive this is, as a start takes in all of an archive's classes, needed or
  ///   not: `ld` for links, `run` and `treesitter` for these commands, `graft` for all others; and
  ///   a folder for files, which is made
  public static void main(String[] args) throws IOException {
    // No temporary one: its name would take random numbers, with all of their classes.
    Path folder = Files.createDirectory(Path.of(args[1]));
    try {
      new ArchiveTraining(Path.of(System.getProperty("graft.root", "")), folder).train(args[0]);
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    // The way in and out of the command, too.
    Main.main(args[0].equals("ld") ? new String[] {"ld", "--version"} : new String[] {"--version"});
  }

  private void train(String commands) throws IOException {
    switch (commands) {
      case "ld" -> link();
      case "run" -> run();
      case "treesitter" -> parse();
      default -> {
        graft("--help");
        run();
        Path painter = root.resolve(PLUGINS + "painter.wasm");
        graft("inspect", painter.toString());
        graft("ldd", "-r", painter.toString());
        parse();
      }
    }
  }

  private void run() throws IOException {
    Path painter = root.resolve(PLUGINS + "painter.wasm");
    graft("run", painter.toString(), "rings.so");
    // Under another name, so that it comes from the disk's cache of translated code.
    Path copy = folder.resolve("program.wasm");
    if (Files.exists(painter)) {
      Files.copy(painter, copy);
      graft(
          "run", "--lib-path", painter.resolveSibling("").toString(), copy.toString(), "rings.so");
    }
  }

  private void parse() throws IOException {
    // Not what anybody measures: the archive also keeps the code of guests that run here.
    Path main = root.resolve(TREE_SITTER + "web-tree-sitter-0.25.10/tree-sitter.wasm");
    Path grammar = root.resolve(TREE_SITTER + "tree-sitter-css/tree-sitter-css.wasm");
    if (Files.exists(main) && Files.exists(grammar)) {
      Path source = Files.writeString(folder.resolve("a.css"), "a:hover { margin: 0 2px; }\n");
      graft("treesitter", "--main", main.toString(), grammar.toString(), source.toString());
      // From the cache now.
      Path copy = Files.copy(main, folder.resolve("main.wasm"));
      graft("treesitter", "--main", copy.toString(), grammar.toString(), source.toString());
    }
  }

  private void link() throws IOException {
    for (String object : OBJECTS) {
      try (InputStream in = CompilerDriver.class.getResourceAsStream("runtime/" + object)) {
        if (in != null) {
          Files.copy(in, folder.resolve(object));
        }
      }
    }
    Path objects = folder.resolve("exceptions.o");
    graft(
        "ld",
        "--no-entry",
        "--export-all",
        "--allow-undefined",
        "-o",
        "a.wasm",
        objects.toString(),
        "stack.o");
    linkMany();
    if (Files.exists(LIBRARIES.resolve("libc.a"))) {
      linkProgram(objects.toString(), "-lc", "--undefined=printf", "--allow-undefined");
    }
    if (Files.exists(LIBRARIES.resolve("libc++.a"))) {
      // Names to demangle, COMDATs, constructors.
      linkProgram(
          "--whole-archive",
          "-lc++abi",
          "-lc++",
          "--no-whole-archive",
          "--allow-multiple-definition",
          "-lc",
          "--allow-undefined",
          "--no-gc-sections");
    }
  }

  /// So many files that several threads read them.
  private void linkMany() throws IOException {
    String names = "exceptions.o\n".repeat(MANY);
    Path response = Files.writeString(folder.resolve("many.rsp"), names);
    graft(
        "ld",
        "--no-entry",
        "--export-all",
        "--allow-undefined",
        "--allow-multiple-definition",
        "-o",
        "a.wasm",
        "@" + response);
  }

  private void linkProgram(String... words) {
    List<String> all = new ArrayList<>(List.of("ld", "-o", "a.wasm"));
    all.add(LIBRARIES.resolve("crt1.o").toString());
    all.add("-L" + LIBRARIES);
    all.addAll(List.of(words));
    graft(all.toArray(String[]::new));
  }

  private void graft(String... words) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Console console =
        new Console(
            InputStream.nullInputStream(),
            nowhere,
            nowhere,
            folder,
            Map.of("XDG_CACHE_HOME", folder.toString()));
    int status = Main.run(console, List.of(words));
    if (status != 0) {
      System.err.println("status " + status + ": graft " + String.join(" ", words));
    }
  }
}
