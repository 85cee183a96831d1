package graft.bench;

import graft.testkit.Requires;
import graft.treesitter.Sample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `./dev bench treesitter`.
final class TreeSitterReport implements Bench.Benchmark {
  private static final String MAIN = "web-tree-sitter-0.27.1";
  private static final int BYTES = 1 << 20;

  /// What is parsed: samples, repeated until they have [#BYTES].
  private static final List<Sample> SAMPLES =
      List.of(
          new Sample("c", "harbour.c"),
          new Sample("cpp", "shapes.cpp"),
          new Sample("bash", "backup.sh"),
          new Sample("json", "data.json"));

  @Override
  public String run(Bench.Options options) throws IOException, InterruptedException {
    Series node = Series.of(List.of());
    Series graft = Series.of(List.of());
    for (Sample sample : SAMPLES) {
      System.err.println(sample.language());
      List<String> arguments = arguments(sample, options.quick() ? "4" : "40");
      node.and(node(arguments));
      graft.and(graft(arguments));
    }
    return table(node, graft);
  }

  private static List<String> arguments(Sample sample, String repetitions) throws IOException {
    String language = sample.language();
    Path grammar = Requires.npm("tree-sitter-" + language + "/tree-sitter-" + language + ".wasm");
    return List.of(language, grammar.toString(), source(sample).toString(), repetitions);
  }

  private static Path source(Sample sample) throws IOException {
    String text = sample.text();
    int times = BYTES / text.getBytes(StandardCharsets.UTF_8).length + 1;
    Path file = BenchFiles.folder().resolve("source." + sample.language());
    return Files.writeString(file, text.repeat(times));
  }

  private static Series node(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(BenchFiles.tool("node"));
    command.add("--no-warnings");
    command.add(BenchFiles.source("treesitter.mjs").toString());
    command.add(Requires.npm(MAIN).toString());
    command.addAll(arguments);
    return Series.of(BenchFiles.output(command));
  }

  private static Series graft(List<String> arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>();
    all.add(Requires.npm(MAIN + "/web-tree-sitter.wasm").toString());
    all.addAll(arguments);
    return Series.of(BenchFiles.java(TreeSitterProcess.class, all));
  }

  private static String table(Series node, Series graft) {
    List<String> head = new ArrayList<>(List.of("CPU milliseconds"));
    List<String> nodes = new ArrayList<>(List.of("node"));
    List<String> grafts = new ArrayList<>(List.of("graft"));
    List<String> ratios = new ArrayList<>(List.of("graft / node"));
    for (Sample sample : SAMPLES) {
      String language = sample.language();
      if (!node.result(language).equals(graft.result(language))) {
        throw new AssertionError(language + ": another tree than in Node");
      }
      head.add(language);
      nodes.add(RatioTable.number(node.median(language), 1));
      grafts.add(RatioTable.number(graft.median(language), 1));
      ratios.add(RatioTable.number(graft.median(language) / node.median(language), 2));
    }
    return "tree-sitter ("
        + MAIN
        + "): a parse of 1 MiB, CPU time of the thread, median of the last half of the repetitions\n\n"
        + new RatioTable().row(head).row(nodes).row(grafts).row(ratios);
  }
}
