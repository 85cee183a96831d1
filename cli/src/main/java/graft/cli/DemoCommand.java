package graft.cli;

import graft.dl.GuestProcess;
import graft.host.HostOptions;
import graft.treesitter.Language;
import graft.treesitter.Parser;
import graft.treesitter.Tree;
import graft.treesitter.TreeSitter;
import graft.vfs.GuestFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// `graft demo`: two programs linked at run time, each with an account of what was linked.
final class DemoCommand implements Command {
  private static final String PLUGINS = "examples/plugins/wasm";
  private static final String NPM = "testing/npm/node_modules";
  private static final String MAIN = NPM + "/web-tree-sitter-0.27.1/web-tree-sitter.wasm";
  private static final String GRAMMAR = NPM + "/tree-sitter-cpp/tree-sitter-cpp.wasm";
  private static final String SOURCE = "examples/plugins/rings.cpp";
  private static final int SHOWN = 600;

  private final Path root;

  /// The demo of the project that the launcher belongs to.
  DemoCommand() {
    this(Path.of(System.getProperty("graft.root", "")));
  }

  /// @param root the project's root folder
  DemoCommand(Path root) {
    this.root = root;
  }

  @Override
  public String name() {
    return "demo";
  }

  @Override
  public String synopsis() {
    return "";
  }

  @Override
  public String summary() {
    return "show what Graft does: a program with plugins, and tree-sitter";
  }

  @Override
  public List<Option> options() {
    return List.of();
  }

  @Override
  public String details() {
    return """
    Runs examples/plugins, then parses a source file with npm's tree-sitter if ./dev npm has
    installed it. Both are linked at run time of modules that were built separately.
    """;
  }

  @Override
  public int run(Console console, Arguments arguments) {
    if (!arguments.operands().isEmpty()) {
      throw new UsageException("takes no arguments, not " + arguments.operands().get(0));
    }
    runPlugins(console, existing(PLUGINS + "/painter.wasm"));
    console.out().println();
    runTreeSitter(console.out());
    return ExitStatus.SUCCESS.code();
  }

  private Path existing(String path) {
    Path file = root.resolve(path);
    if (!Files.exists(file)) {
      throw new Failure(
          ExitStatus.PROBLEM.code(),
          file + ": no such file (graft demo wants the project's own folder: run ./graft in it)");
    }
    return file;
  }

  private static void runPlugins(Console console, Path main) {
    PrintStream out = console.out();
    out.println("1. A program with plugins (examples/plugins)");
    out.println();
    out.println(
        "painter.wasm is a C++ program. It was linked against libcanvas.so, which is loaded");
    out.println("with it; mandelbrot.so and rings.so it opens by name while it runs (dlopen).");
    out.println();
    List<String> words = List.of("painter.wasm", "mandelbrot.so", "rings.so");
    try (GuestFiles files =
        GuestFiles.builder().standardOutput(out).standardError(console.err()).build()) {
      HostOptions options = HostOptions.builder().arguments(words).files(files).build();
      GuestThread.call(() -> {
        try (GuestProcess process =
            Hosts.add(GuestProcess.builder().main(main), options, false).load()) {
          int status = process.run(words);
          if (status != 0) {
            throw new Failure(
                ExitStatus.PROBLEM.code(), "painter.wasm: ended with status " + status + ", not 0");
          }
          out.println();
          out.print(LinkAccount.of(process).indent("linked: "));
        }
        return true;
      });
    } catch (IOException e) {
      throw new AssertionError("BUG: files without a folder need no disk", e);
    }
  }

  private void runTreeSitter(PrintStream out) {
    out.println("2. tree-sitter, as npm has it (web-tree-sitter 0.27.1, tree-sitter-cpp)");
    out.println();
    Path main = root.resolve(MAIN);
    Path grammar = root.resolve(GRAMMAR);
    if (!Files.exists(main) || !Files.exists(grammar)) {
      out.println("Not installed, so not shown: ./dev npm installs these packages (it needs npm),");
      out.println("then ./graft demo goes on here.");
      return;
    }
    GuestThread.call(() -> {
      parse(out, main, grammar, existing(SOURCE));
      return true;
    });
  }

  private static void parse(PrintStream out, Path main, Path grammar, Path source)
      throws IOException {
    out.println(
        "The main module of web-tree-sitter is the program; the grammar for C++ is a library");
    out.println(
        "loaded into it. Nobody built either of them for the JVM. " + SOURCE + " parses to:");
    out.println();
    String text = Files.readString(source);
    try (TreeSitter treeSitter = TreeSitter.load(main);
        Language language = Language.load(treeSitter, grammar);
        Parser parser = Parser.of(language);
        Tree tree = parser.parse(text)) {
      String printed = tree.root().toSexp();
      out.println(printed.length() <= SHOWN ? printed : printed.substring(0, SHOWN) + " ...");
      out.println();
      out.println("(graft treesitter tree-sitter-cpp.wasm rings.cpp prints all of it.)");
      out.println();
      out.print(LinkAccount.of(treeSitter.process()).indent("linked: "));
    }
  }
}
