package graft.bench;

import graft.testkit.Requires;
import java.io.IOException;
import java.nio.file.Path;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// `./dev bench dl`.
final class LoaderReport implements Bench.Benchmark {
  @Override
  public String run(Bench.Options options) throws IOException {
    Path files = Requires.root().resolve("dl/src/test/cases/lld22_dlopen/bin");
    ChainedOptionsBuilder builder =
        new OptionsBuilder()
            .include("LoaderBenchmarks\\.")
            .forks(1)
            .jvmArgsAppend("-XX:+UseSerialGC", "-Dgraft.bench.files=" + files);
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
        table.row(
            method.substring(method.lastIndexOf('.') + 1),
            RatioTable.number(result.getPrimaryResult().getScore(), 1));
      }
    } catch (RunnerException e) {
      throw new IOException("JMH failed", e);
    }
    return "The loader: open (and close) a translated library, look a symbol up, call through an\n"
        + "interface (typed), do the same work in Java (java). JMH\n\n"
        + table;
  }
}
