package graft.bench;

import graft.compiler.Compiler;
import graft.compiler.TranslationReport;
import graft.format.ModuleReader;
import graft.format.Validator;
import graft.testkit.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `./dev bench translate`.
final class TranslateReport implements Bench.Benchmark {
  private static final String MAIN = "web-tree-sitter-0.27.1";

  @Override
  public String run(Bench.Options options) throws IOException, InterruptedException {
    List<String> files = new ArrayList<>();
    files.add(BenchFiles.wasm("lua.c", BenchFiles.lua()).toString());
    files.add(Requires.npm(MAIN + "/web-tree-sitter.wasm").toString());
    for (String language : List.of("cpp", "bash", "ruby", "typescript")) {
      files.add(
          Requires.npm("tree-sitter-" + language + "/tree-sitter-" + language + ".wasm")
              .toString());
    }
    List<String> node =
        new ArrayList<>(
            List.of(
                BenchFiles.tool("node"),
                "--no-liftoff",
                "--no-wasm-lazy-compilation",
                "--no-wasm-dynamic-tiering",
                "--single-threaded",
                BenchFiles.source("translate.mjs").toString()));
    node.addAll(files);
    Series turbofan = Series.of(BenchFiles.output(node));
    Series graft = Series.of(BenchFiles.java(TranslateProcess.class, with("graft", files)));
    Series chicory = Series.of(BenchFiles.java(TranslateProcess.class, with("chicory", files)));
    RatioTable table =
        new RatioTable()
            .row(
                "",
                "MB of code",
                "functions",
                "methods",
                "above 8,000 B",
                "class bytes per wasm byte",
                "graft, first: MB/s",
                "graft, warm: MB/s",
                "chicory, warm",
                "V8 TurboFan, first");
    for (String file : files) {
      Path path = Path.of(file);
      String name = path.getFileName().toString();
      TranslationReport report =
          Compiler.compile(Validator.validate(ModuleReader.read(file, Files.readAllBytes(path))))
              .translateAll(true);
      double megabytes = report.wasmBytes() * 1e-6;
      table.row(
          name,
          RatioTable.number(megabytes, 2),
          String.valueOf(report.functions()),
          String.valueOf(report.methods()),
          String.valueOf(report.largeMethods().size()),
          RatioTable.number((double) report.classBytes() / report.wasmBytes(), 2),
          RatioTable.number(megabytes / graft.first(name), 2),
          RatioTable.number(megabytes / graft.best(name), 2),
          RatioTable.number(megabytes / chicory.best(name), 2),
          RatioTable.number(megabytes / turbofan.first(name), 2));
    }
    return "Translation of all functions: MB of the code section per CPU second of the process, the share of\n"
        + "the JIT included; each file after those above it, five times: the first, and the best of the last\n"
        + "three\n\n"
        + table;
  }

  private static List<String> with(String first, List<String> rest) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(rest);
    return all;
  }
}
