package graft.treesitter;

import graft.dl.LoadException;
import graft.runtime.Trap;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// `graft treesitter`: parses a file with a grammar and prints its tree.
public final class TreeSitterCommand {
  /// What `--help` prints.
  public static final String HELP =
      """
      usage: graft treesitter [--main FILE] [--time N] GRAMMAR.wasm FILE

      Loads tree-sitter and a grammar, both as npm has them, parses a file of UTF-8 text, and prints
      its syntax tree: the text that rootNode.toString() of web-tree-sitter gives.

        --main FILE  main module; web-tree-sitter 0.27.1 of ./dev npm unless told otherwise
        --time N     parse N times, and print how long that took instead of the tree
      """;

  private static final String DEFAULT_MAIN =
      "testing/npm/node_modules/web-tree-sitter-0.27.1/web-tree-sitter.wasm";

  private TreeSitterCommand() {}

  /// Runs the command.
  ///
  /// @param out where the tree or the times go
  /// @param err where complaints go
  /// @param args what follows `treesitter`
  /// @return the exit status: 0, 1 if a file is missing or unfit, 2 for wrong usage
  public static int run(PrintStream out, PrintStream err, String... args) {
    try {
      if (List.of(args).contains("--help")) {
        out.print(HELP);
      } else {
        Options options = Options.parse(args);
        parse(out, options);
      }
      return 0;
    } catch (UsageException e) {
      err.println("graft treesitter: " + e.getMessage());
      err.println("graft treesitter --help says more");
      return 2;
    } catch (LoadException | TreeSitterException e) {
      err.println("graft treesitter: " + e.getMessage());
      return 1;
    } catch (Trap e) {
      err.println("graft treesitter: " + e.describe());
      return 1;
    } catch (IOException e) {
      err.println("graft treesitter: cannot read " + e.getMessage());
      return 1;
    }
  }

  private static void parse(PrintStream out, Options options) throws IOException {
    Path main = options.main() == null ? defaultMain() : readable(options.main());
    Path grammar = readable(options.grammar());
    String text = new String(Files.readAllBytes(readable(options.file())), StandardCharsets.UTF_8);
    try (TreeSitter treeSitter = TreeSitter.load(main);
        Language language = Language.load(treeSitter, grammar);
        Parser parser = Parser.of(language)) {
      if (options.times() > 0) {
        time(out, parser, text, options.times());
      } else {
        try (Tree tree = parser.parse(text)) {
          out.println(tree.root().toSexp());
        }
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

  private static Path readable(String file) throws IOException {
    Path path = Path.of(file);
    if (!Files.isRegularFile(path)) {
      throw new IOException(file + ": no such file");
    }
    return path;
  }

  /// The main module that `./dev npm` installs, in the project that the launcher or the current
  /// folder belongs to.
  private static Path defaultMain() {
    String root = System.getProperty("graft.root");
    Path start = Path.of(root == null ? "" : root).toAbsolutePath();
    for (@Nullable Path folder = start; folder != null; folder = folder.getParent()) {
      Path main = folder.resolve(DEFAULT_MAIN);
      if (Files.isRegularFile(main)) {
        return main;
      }
    }
    throw new TreeSitterException(
        "no main module: "
            + start.resolve(DEFAULT_MAIN)
            + " is not there; ./dev npm installs it (it needs npm), or --main FILE names another");
  }

  /// What the command line says.
  ///
  /// @param times how often to parse, or 0 to print the tree
  private record Options(@Nullable String main, int times, String grammar, String file) {
    static Options parse(String... args) {
      Deque<String> rest = new ArrayDeque<>(List.of(args));
      List<String> files = new ArrayList<>();
      @Nullable String main = null;
      int times = 0;
      while (!rest.isEmpty()) {
        String word = rest.removeFirst();
        int equals = word.startsWith("--") ? word.indexOf('=') : -1;
        if (equals > 0) {
          rest.addFirst(word.substring(equals + 1));
          word = word.substring(0, equals);
        }
        switch (word) {
          case "--main" -> main = argument(word, rest);
          case "--time" -> times = number(argument(word, rest));
          default -> {
            if (word.startsWith("-") && word.length() > 1) {
              throw new UsageException("unknown option " + word);
            }
            files.add(word);
          }
        }
      }
      if (files.size() != 2) {
        throw new UsageException(
            "expected GRAMMAR.wasm and FILE, found " + files.size() + " files");
      }
      return new Options(main, times, files.get(0), files.get(1));
    }

    private static String argument(String option, Deque<String> rest) {
      if (rest.isEmpty()) {
        throw new UsageException(option + " wants an argument");
      }
      return rest.removeFirst();
    }

    private static int number(String text) {
      try {
        int number = Integer.parseInt(text);
        if (number > 0) {
          return number;
        }
      } catch (NumberFormatException e) {
        // Said below.
      }
      throw new UsageException("--time wants a number above 0, found " + text);
    }
  }

  private static final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message);
    }
  }
}
