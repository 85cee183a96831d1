package graft.bench;

import graft.treesitter.Language;
import graft.treesitter.Parser;
import graft.treesitter.Tree;
import graft.treesitter.TreeSitter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// Parses a file again and again, in a process of its own.
final class TreeSitterProcess {
  private TreeSitterProcess() {}

  /// `MAIN.wasm NAME GRAMMAR.wasm FILE REPETITIONS`: prints the name, the length of the tree's
  /// text, and milliseconds of CPU time of this thread, for each repetition.
  public static void main(String[] args) throws IOException {
    String name = args[1];
    String text = Files.readString(Path.of(args[3]));
    int repetitions = Integer.parseInt(args[4]);
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    try (TreeSitter treeSitter = TreeSitter.load(Path.of(args[0]));
        Language language = Language.load(treeSitter, Path.of(args[2]));
        Parser parser = Parser.of(language)) {
      int length = 0;
      for (int i = 0; i < repetitions; i++) {
        long start = threads.getCurrentThreadCpuTime();
        try (Tree tree = parser.parse(text)) {
          double time = (threads.getCurrentThreadCpuTime() - start) * 1e-6;
          length = i == 0 ? tree.root().toSexp().length() : length;
          System.out.println(String.format(Locale.ROOT, "%s %d %.3f", name, length, time));
        }
      }
    }
  }
}
