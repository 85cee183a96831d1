package graft.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `./dev bench kernels` and `./dev bench lua`: the exports of a module, which take nothing and
/// give a number, next to the same program in machine code.
///
/// @param title what they are
/// @param source the C file, which includes what it needs: a module that imports nothing, or a
///   program that prints `NAME RESULT SECONDS` for each export, with the number of repetitions
/// @param options gives the compiler's options for it
/// @param names of the exports
record KernelsReport(String title, String source, Options options, List<String> names)
    implements Bench.Benchmark {
  private static final int ROUNDS = 2;

  /// Five kernels in C.
  static final KernelsReport KERNELS =
      new KernelsReport(
          "Kernels", "kernels.c", List::of, List.of("mix", "sort", "matmul", "vm", "tree"));

  /// An interpreter as the guest.
  static final KernelsReport LUA =
      new KernelsReport(
          "Lua 5.4",
          "lua.c",
          BenchFiles::lua,
          List.of("fib", "sieve", "strings", "sort", "objects", "mandelbrot"));

  /// Finds what the compiler has to be told.
  @FunctionalInterface
  interface Options {
    List<String> find() throws IOException, InterruptedException;
  }

  @Override
  public String run(Bench.Options asked) throws IOException, InterruptedException {
    List<String> flags = options.find();
    Path wasm = BenchFiles.wasm(source, flags);
    String repetitions = asked.quick() ? "4" : "30";
    List<String> arguments = new ArrayList<>(List.of(wasm.toString(), repetitions));
    arguments.addAll(names);
    Map<String, List<String>> peers = new LinkedHashMap<>();
    peers.put("native", List.of(BenchFiles.program(source, flags).toString(), repetitions));
    for (boolean checked : new boolean[] {false, true}) {
      peers.put(
          checked ? "gcc of wasm, checks" : "gcc of wasm, pages",
          List.of(GccOfModule.program(wasm, names, checked).toString(), repetitions));
    }
    peers.put(
        "node",
        with(
            arguments,
            BenchFiles.tool("node"),
            "--no-warnings",
            BenchFiles.source("kernels.mjs").toString()));
    peers.put("graft", BenchFiles.javaCommand(KernelProcess.class, with(arguments, "graft")));
    peers.put("chicory", BenchFiles.javaCommand(KernelProcess.class, with(arguments, "chicory")));
    List<String> graalWasm = BenchFiles.graalWasm(arguments);
    if (graalWasm.isEmpty()) {
      System.err.println("GraalWasm is left out: its jars could not be fetched");
    } else {
      peers.put("graalwasm", graalWasm);
    }
    if (!asked.only().isEmpty()) {
      peers.keySet().retainAll(List.of("native", asked.only()));
    }
    return table(title, names, measure(peers, asked), "native", "gcc of wasm, checks", "node");
  }

  /// Runs each peer's command, in rounds.
  static Map<String, Series> measure(Map<String, List<String>> peers, Bench.Options asked)
      throws IOException, InterruptedException {
    Map<String, Series> measured = new LinkedHashMap<>();
    for (int round = 0; round < (asked.quick() ? 1 : ROUNDS); round++) {
      for (Map.Entry<String, List<String>> peer : peers.entrySet()) {
        System.err.println("round " + (round + 1) + ": " + peer.getKey());
        Series series = Series.of(BenchFiles.output(peer.getValue()));
        measured.merge(peer.getKey(), series, Series::fastest);
      }
    }
    return measured;
  }

  static List<String> with(List<String> last, String... first) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(last);
    return all;
  }

  /// Seconds, and ratios to each of `bases` that was measured.
  static String table(
      String title, List<String> names, Map<String, Series> measured, String... bases) {
    List<String> head = new ArrayList<>(List.of("CPU seconds"));
    head.addAll(names);
    RatioTable seconds = new RatioTable().row(head);
    measured.forEach((name, series) -> {
      List<String> row = new ArrayList<>(List.of(name));
      for (String kernel : names) {
        checkResult(kernel, name, series, measured);
        row.add(RatioTable.number(series.best(kernel), 4));
      }
      seconds.row(row);
    });
    String text =
        title
            + ": CPU time of the thread, least of the last half of the repetitions, better of two rounds\n\n";
    text += seconds;
    for (String base : bases) {
      Series series = measured.get(base);
      if (series != null) {
        text += "\n" + ratios(names, measured, base, series);
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

  private static RatioTable ratios(
      List<String> names, Map<String, Series> measured, String base, Series other) {
    List<String> head = new ArrayList<>(List.of("of " + base));
    head.addAll(names);
    head.add("geometric mean");
    RatioTable table = new RatioTable().row(head);
    measured.forEach((name, series) -> {
      if (name.equals(base)) {
        return;
      }
      List<String> row = new ArrayList<>(List.of(name));
      List<Double> ratios = new ArrayList<>();
      for (String kernel : names) {
        ratios.add(series.best(kernel) / other.best(kernel));
        row.add(RatioTable.number(ratios.getLast(), 2));
      }
      row.add(RatioTable.number(RatioTable.geometricMean(ratios), 2));
      table.row(row);
    });
    return table;
  }
}
