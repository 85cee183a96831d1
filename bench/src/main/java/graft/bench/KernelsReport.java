package graft.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `./dev bench kernels`.
final class KernelsReport implements Bench.Benchmark {
  private static final int ROUNDS = 2;

  @Override
  public String run(Bench.Options options) throws IOException, InterruptedException {
    Path wasm = BenchFiles.wasm("kernels.c");
    Path program = BenchFiles.program("kernels.c");
    Path script = BenchFiles.source("kernels.mjs");
    String repetitions = options.quick() ? "4" : "20";
    Map<String, List<String>> peers = new LinkedHashMap<>();
    peers.put("native", List.of(program.toString(), repetitions));
    peers.put(
        "node",
        List.of(
            BenchFiles.tool("node"),
            "--no-warnings",
            script.toString(),
            wasm.toString(),
            repetitions));
    peers.put("graft", List.of());
    peers.put("chicory", List.of());
    if (!options.only().isEmpty()) {
      peers.keySet().retainAll(List.of("native", options.only()));
    }
    Map<String, Series> measured = new LinkedHashMap<>();
    for (int round = 0; round < (options.quick() ? 1 : ROUNDS); round++) {
      for (Map.Entry<String, List<String>> peer : peers.entrySet()) {
        System.err.println("round " + (round + 1) + ": " + peer.getKey());
        Series series =
            Series.of(
                peer.getValue().isEmpty()
                    ? BenchFiles.java(
                        KernelProcess.class, List.of(peer.getKey(), wasm.toString(), repetitions))
                    : BenchFiles.output(peer.getValue()));
        measured.merge(peer.getKey(), series, Series::fastest);
      }
    }
    return table(measured);
  }

  private static String table(Map<String, Series> measured) {
    List<String> head = new ArrayList<>(List.of("CPU seconds"));
    head.addAll(KernelProcess.KERNELS);
    RatioTable seconds = new RatioTable().row(head);
    measured.forEach((name, series) -> {
      List<String> row = new ArrayList<>(List.of(name));
      for (String kernel : KernelProcess.KERNELS) {
        checkResult(kernel, name, series, measured);
        row.add(RatioTable.number(series.best(kernel), 4));
      }
      seconds.row(row);
    });
    String text =
        "Kernels: least of the last half of the repetitions, the better of two rounds\n\n";
    text += seconds;
    for (String base : new String[] {"native", "node"}) {
      Series series = measured.get(base);
      if (series != null) {
        text += "\n" + ratios(measured, base, series);
      }
    }
    return text;
  }

  private static void checkResult(
      String kernel, String name, Series series, Map<String, Series> measured) {
    String expected = measured.values().iterator().next().result(kernel);
    if (!series.result(kernel).equals(expected)) {
      throw new AssertionError(
          name + ": " + kernel + " gives " + series.result(kernel) + ", not " + expected);
    }
  }

  private static RatioTable ratios(Map<String, Series> measured, String base, Series other) {
    List<String> head = new ArrayList<>(List.of("of " + base));
    head.addAll(KernelProcess.KERNELS);
    head.add("geometric mean");
    RatioTable table = new RatioTable().row(head);
    measured.forEach((name, series) -> {
      if (name.equals(base)) {
        return;
      }
      List<String> row = new ArrayList<>(List.of(name));
      List<Double> ratios = new ArrayList<>();
      for (String kernel : KernelProcess.KERNELS) {
        ratios.add(series.best(kernel) / other.best(kernel));
        row.add(RatioTable.number(ratios.getLast(), 2));
      }
      row.add(RatioTable.number(RatioTable.geometricMean(ratios), 2));
      table.row(row);
    });
    return table;
  }
}
