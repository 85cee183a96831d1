package graft.bench;

import graft.testkit.Requires;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// `./dev bench ld`.
final class LinkerReport implements Bench.Benchmark {
  private static final int ROUNDS = 11;
  private static final int QUICK_ROUNDS = 3;
  private static final int WARM_LINKS = 40;

  /// What `time` says of a process: seconds, seconds of all its threads, KB.
  private record Run(double wall, double cpu, double memory) {}

  @Override
  public String run(Bench.Options options) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(BenchFiles.folder().resolve("ld"));
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, List<String>> link : new LinkPrograms().links().entrySet()) {
      System.err.println(link.getKey());
      text.append(measure(link.getKey(), link.getValue(), folder, options.quick())).append('\n');
    }
    return "Links: minimum and median of milliseconds; in one JVM: of the last half of "
        + WARM_LINKS
        + " links\n\n"
        + text.toString().stripTrailing()
        + "\n";
  }

  private static String measure(String name, List<String> words, Path folder, boolean quick)
      throws IOException, InterruptedException {
    List<String> own = List.of(Requires.root().resolve("graft").toString(), "ld");
    List<String> peer = List.of(BenchFiles.tool("wasm-ld-22"));
    Path out = folder.resolve("out.wasm");
    run(own, words, out, ""); // builds what is missing
    byte[] ours = Files.readAllBytes(out);
    run(peer, words, out);
    if (!Arrays.equals(ours, Files.readAllBytes(out))) {
      throw new AssertionError(name + ": other bytes than wasm-ld's");
    }
    List<Run> peers = new ArrayList<>();
    List<Run> owns = new ArrayList<>();
    // In turn, so that whatever else the machine does meets both.
    for (int i = 0; i < (quick ? QUICK_ROUNDS : ROUNDS); i++) {
      peers.add(run(peer, words, out));
      owns.add(run(own, words, out));
    }
    List<String> arguments = new ArrayList<>(List.of(name, quick ? "10" : "" + WARM_LINKS));
    arguments.addAll(words);
    arguments.addAll(List.of("-o", out.toString()));
    Series warm = Series.of(BenchFiles.java(LinkerProcess.class, arguments));
    double least = least(peers);
    double median = median(peers);
    RatioTable table =
        new RatioTable()
            .row(name, "least", "ratio", "median", "ratio", "CPU", "ratio", "MB", "ratio")
            .row(row("wasm-ld-22", peers, peers))
            .row(row("graft ld", owns, peers))
            .row(
                "in one JVM",
                RatioTable.number(warm.best(name), 1),
                RatioTable.number(warm.best(name) / least, 2),
                RatioTable.number(warm.median(name), 1),
                RatioTable.number(warm.median(name) / median, 2),
                "",
                "",
                "",
                "");
    return table.toString();
  }

  private static List<String> row(String name, List<Run> runs, List<Run> peers) {
    double cpu = runs.stream().mapToDouble(Run::cpu).min().orElseThrow();
    double memory = runs.stream().mapToDouble(Run::memory).min().orElseThrow();
    double peerCpu = peers.stream().mapToDouble(Run::cpu).min().orElseThrow();
    double peerMemory = peers.stream().mapToDouble(Run::memory).min().orElseThrow();
    return List.of(
        name,
        RatioTable.number(least(runs), 1),
        RatioTable.number(least(runs) / least(peers), 2),
        RatioTable.number(median(runs), 1),
        RatioTable.number(median(runs) / median(peers), 2),
        RatioTable.number(cpu, 0),
        RatioTable.number(cpu / peerCpu, 2),
        RatioTable.number(memory / 1024, 0),
        RatioTable.number(memory / peerMemory, 2));
  }

  private static double least(List<Run> runs) {
    return runs.stream().mapToDouble(Run::wall).min().orElseThrow();
  }

  private static double median(List<Run> runs) {
    return runs.stream().mapToDouble(Run::wall).sorted().toArray()[runs.size() / 2];
  }

  private static Run run(List<String> linker, List<String> words, Path out)
      throws IOException, InterruptedException {
    // As installed: only where it is developed does the launcher look for newer sources.
    return run(linker, words, out, "no");
  }

  private static Run run(List<String> linker, List<String> words, Path out, String build)
      throws IOException, InterruptedException {
    Path times = out.resolveSibling("times");
    List<String> command = new ArrayList<>();
    command.add(Requires.file("/usr/bin/time", "apt-get install time").toString());
    command.addAll(List.of("-o", times.toString(), "-f", "%U %S %M"));
    command.addAll(linker);
    command.addAll(words);
    command.addAll(List.of("-o", out.toString()));
    long start = System.nanoTime();
    ProcessBuilder process = new ProcessBuilder(command).inheritIO();
    process.environment().put("GRAFT_BUILD", build);
    int status = process.start().waitFor();
    double wall = (System.nanoTime() - start) / 1e6;
    if (status != 0) {
      throw new IOException("ended with " + status + ": " + String.join(" ", linker));
    }
    String[] figures = Files.readString(times, StandardCharsets.UTF_8).strip().split(" ", -1);
    double cpu = (Double.parseDouble(figures[0]) + Double.parseDouble(figures[1])) * 1000;
    return new Run(wall, cpu, Double.parseDouble(figures[2]));
  }
}
