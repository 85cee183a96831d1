package graft.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// `./dev bench calls`.
final class CallsReport implements Bench.Benchmark {
  private static final List<String> KINDS = List.of("within", "across", "indirect1", "indirect3");

  @Override
  public String run(Bench.Options options) throws IOException, InterruptedException {
    Path main = BenchFiles.wat("main.wat");
    Path side = BenchFiles.wat("side.wat");
    Map<String, Map<String, Double>> nanos = new LinkedHashMap<>();
    Series node =
        Series.of(
            BenchFiles.output(
                List.of(
                    BenchFiles.tool("node"),
                    BenchFiles.source("calls.mjs").toString(),
                    main.toString(),
                    side.toString())));
    Map<String, Double> v8 = new LinkedHashMap<>();
    KINDS.forEach(kind -> v8.put(kind, node.best(kind)));
    nanos.put("node", v8);
    for (RunResult result : benchmarks(options, main)) {
      String kind = result.getParams().getParam("kind");
      String binding = result.getParams().getParam("binding");
      String method = result.getParams().getBenchmark();
      String name =
          method.substring(method.lastIndexOf('.') + 1)
              + (binding == null || binding.equals("bound") ? "" : " " + binding);
      nanos
          .computeIfAbsent(name, _ -> new LinkedHashMap<>())
          .put(kind, result.getPrimaryResult().getScore());
    }
    return table(nanos);
  }

  private static Collection<RunResult> benchmarks(Bench.Options options, Path main)
      throws IOException {
    List<RunResult> all = new ArrayList<>();
    try {
      all.addAll(
          new Runner(builder(options, main, "graft").param("binding", "bound").build()).run());
      all.addAll(
          new Runner(
                  builder(options, main, "graft")
                      .param("binding", "lazy", "replaced")
                      .param("kind", "across")
                      .build())
              .run());
      all.addAll(new Runner(builder(options, main, "chicory").build()).run());
    } catch (RunnerException e) {
      throw new IOException("JMH failed", e);
    }
    return all;
  }

  private static ChainedOptionsBuilder builder(Bench.Options options, Path main, String method) {
    ChainedOptionsBuilder builder =
        new OptionsBuilder()
            .include("CallBenchmarks\\." + method + "$")
            .forks(1)
            .jvmArgsAppend("-XX:+UseSerialGC", "-Dgraft.bench.files=" + main.getParent());
    if (options.quick()) {
      builder
          .warmupIterations(2)
          .warmupTime(TimeValue.milliseconds(300))
          .measurementIterations(2)
          .measurementTime(TimeValue.milliseconds(300));
    }
    return builder;
  }

  private static String table(Map<String, Map<String, Double>> nanos) {
    List<String> head = new ArrayList<>(List.of("ns a call"));
    head.addAll(KINDS);
    RatioTable times = new RatioTable().row(List.copyOf(head));
    nanos.forEach((name, kinds) -> times.row(row(name, kinds)));
    head.set(0, "of node");
    RatioTable ratios = new RatioTable().row(head);
    Map<String, Double> v8 = nanos.getOrDefault("node", Map.of());
    nanos.forEach((name, kinds) -> {
      if (!name.equals("node")) {
        Map<String, Double> quotients = new LinkedHashMap<>();
        kinds.forEach((kind, value) -> quotients.put(kind, value / v8.getOrDefault(kind, 1.0)));
        ratios.row(row(name, quotients));
      }
    });
    Map<String, Double> graft = nanos.getOrDefault("graft", Map.of());
    double ratio =
        graft.getOrDefault("across", Double.NaN) / graft.getOrDefault("within", Double.NaN);
    return "Calls: within a module, to another module, through the table (one target, three in turn);\n"
        + "the loop around the call included. JMH; Node: least of the last half of 100 repetitions\n\n"
        + times
        + "\n"
        + ratios
        + "\ngraft: a call to another module costs "
        + RatioTable.number(ratio, 2)
        + " of one within the module\n";
  }

  private static List<String> row(String name, Map<String, Double> kinds) {
    List<String> row = new ArrayList<>(List.of(name));
    KINDS.forEach(kind -> row.add(RatioTable.number(kinds.getOrDefault(kind, Double.NaN), 2)));
    return row;
  }
}
