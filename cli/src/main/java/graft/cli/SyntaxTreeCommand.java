package graft.cli;

import graft.compiler.CodeCache;
import graft.runtime.Trap;
import graft.treesitter.Language;
import graft.treesitter.Parser;
import graft.treesitter.Tree;
import graft.treesitter.TreeSitter;
import graft.treesitter.TreeSitterException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// `graft treesitter`: npm's tree-sitter as a program, a grammar as its library.
final class SyntaxTreeCommand implements Command {
  private static final String MAIN =
      "testing/npm/node_modules/web-tree-sitter-0.27.1/web-tree-sitter.wasm";

  private final Path start;

  /// With the project that the launcher or the current folder belongs to.
  SyntaxTreeCommand() {
    this(Path.of(System.getProperty("graft.root", "")));
  }

  /// @param start a folder of the project in which `./dev npm` installs the main module
  SyntaxTreeCommand(Path start) {
    this.start = start.toAbsolutePath();
  }

  @Override
  public String name() {
    return "treesitter";
  }

  @Override
  public String synopsis() {
    return "[OPTIONS] GRAMMAR.wasm FILE";
  }

  @Override
  public String summary() {
    return "parse a file with a grammar of tree-sitter and print its tree";
  }

  @Override
  public List<Option> options() {
    return List.of(
        Option.of(
            "--main",
            "FILE",
            "main module; web-tree-sitter 0.27.1 of ./dev npm unless told otherwise"),
        Option.of("--time", "N", "parse N times, and print how long that took instead of the tree"),
        TranslatedCode.OPTION);
  }

  @Override
  public String details() {
    return """
    Loads tree-sitter and a grammar, both as npm has them, parses a file of UTF-8 text, and prints
    its syntax tree: the text that rootNode.toString() of web-tree-sitter gives. Main modules read
    grammars of their own time: 0.27.1 and 0.25.10 those of the tree-sitter-LANGUAGE packages,
    0.20.8 those of tree-sitter-wasms/out.
    """;
  }

  @Override
  public int run(Console console, Arguments arguments) {
    List<String> operands = arguments.operands();
    if (operands.size() != 2) {
      throw new UsageException("wants GRAMMAR.wasm and FILE, not " + operands.size() + " operands");
    }
    int times = Numbers.positive(arguments, "--time", 0);
    String given = arguments.value("--main");
    Path main =
        given == null ? installed() : InputFiles.existing(console, given, ExitStatus.PROBLEM);
    Path grammar = InputFiles.existing(console, operands.get(0), ExitStatus.PROBLEM);
    String text =
        new String(
            InputFiles.read(console, operands.get(1), ExitStatus.PROBLEM), StandardCharsets.UTF_8);
    try {
      GuestThread.call(() -> {
        parse(console.out(), main, grammar, TranslatedCode.cache(console, arguments), text, times);
        return true;
      });
    } catch (TreeSitterException | UnsupportedOperationException e) {
      throw new Failure(ExitStatus.PROBLEM.code(), String.valueOf(e.getMessage()));
    } catch (Trap e) {
      throw new Failure(ExitStatus.PROBLEM.code(), e.describe());
    }
    return ExitStatus.SUCCESS.code();
  }

  /// @param times how often to parse, or 0 to print the tree
  private static void parse(
      PrintStream out,
      Path main,
      Path grammar,
      @Nullable CodeCache codeCache,
      String text,
      int times) {
    try (TreeSitter treeSitter = TreeSitter.load(main, codeCache);
        Language language = Language.load(treeSitter, grammar);
        Parser parser = Parser.of(language)) {
      if (times > 0) {
        time(out, parser, text, times);
        return;
      }
      try (Tree tree = parser.parse(text)) {
        out.println(tree.root().toSexp());
      }
    }
  }

  private static void time(PrintStream out, Parser parser, String text, int times) {
    List<Double> all = new ArrayList<>();
    for (int i = 1; i <= times; i++) {
      long started = System.nanoTime();
      parser.parse(text).close();
      double milliseconds = (System.nanoTime() - started) / 1e6;
      all.add(milliseconds);
      out.println(String.format(Locale.ROOT, "parse %d: %.1f ms", i, milliseconds));
    }
    all.sort(null);
    out.println(
        String.format(
            Locale.ROOT,
            "best %.1f ms, median %.1f ms, %d UTF-16 units",
            all.getFirst(),
            all.get(times / 2),
            text.length()));
  }

  /// The main module that `./dev npm` installs.
  private Path installed() {
    for (@Nullable Path folder = start; folder != null; folder = folder.getParent()) {
      Path main = folder.resolve(MAIN);
      if (Files.isRegularFile(main)) {
        return main;
      }
    }
    throw new Failure(
        ExitStatus.PROBLEM.code(),
        start.resolve(MAIN)
            + ": no such file; ./dev npm installs it (it needs npm), or --main FILE names another");
  }
}
