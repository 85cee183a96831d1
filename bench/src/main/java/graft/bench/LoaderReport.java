package graft.bench;

import graft.testkit.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.Statistics;

/// `./dev bench dl`.
final class LoaderReport implements Bench.Benchmark {
  @Override
  public String run(Bench.Options options) throws IOException, InterruptedException {
    return inJava(options) + "\n" + LoaderPeers.run();
  }

  private static String inJava(Bench.Options options) throws IOException, InterruptedException {
    Path files = Requires.root().resolve("dl/src/test/cases/lld22_dlopen/bin");
    ChainedOptionsBuilder builder =
        new OptionsBuilder()
            .include("LoaderBenchmarks\\.")
            .forks(1)
            .shouldFailOnError(true)
            .jvmArgsAppend(
                "-XX:+UseSerialGC",
                "-Dgraft.bench.files=" + files,
                "-Dgraft.bench.host=" + library());
    if (options.quick()) {
      builder
          .warmupIterations(2)
          .warmupTime(TimeValue.milliseconds(500))
          .measurementIterations(2)
          .measurementTime(TimeValue.milliseconds(500));
    }
    RatioTable table = new RatioTable().row("", "ns");
    try {
      for (RunResult result : new Runner(builder.build()).run()) {
        String method = result.getParams().getBenchmark();
        String name = method.substring(method.lastIndexOf('.') + 1);
        if (result.getParams().getMode() == Mode.SampleTime) {
          Statistics samples = result.getPrimaryResult().getStatistics();
          table.row(name + ", median", RatioTable.number(samples.getPercentile(50), 1));
          table.row(name + ", least", RatioTable.number(samples.getMin(), 1));
        }
        table.row(name, RatioTable.number(result.getPrimaryResult().getScore(), 1));
      }
    } catch (RunnerException e) {
      throw new IOException("JMH failed", e);
    }
    return "From Java: open (and close) a translated library, look a symbol up, call through an\n"
        + "interface (typed), do the same work in Java (java); the guest calls a method of Java\n"
        + "(hostCall), Java calls it (hostJava). JMH\n\n"
        + table;
  }

  /// The library that calls Java.
  private static Path library() throws IOException, InterruptedException {
    Path folder = Files.createDirectories(Requires.root().resolve("bench/target/loader"));
    LoaderPeers.command(
        folder,
        Requires.tool("clang-22").toString(),
        "--target=wasm32",
        "-O2",
        "-fPIC",
        "-c",
        Requires.root().resolve("bench/loader/host.c").toString(),
        "-o",
        "host.o");
    LoaderPeers.command(
        folder,
        Requires.tool("wasm-ld-22").toString(),
        "-shared",
        "--experimental-pic",
        "--unresolved-symbols=import-dynamic",
        "--export=loop",
        "host.o",
        "-o",
        "host.so");
    return folder.resolve("host.so");
  }
}
