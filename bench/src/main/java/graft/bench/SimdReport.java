package graft.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `./dev bench simd`: kernels in vector instructions, with jdk.incubator.vector and without, next
/// to Node.
final class SimdReport implements Bench.Benchmark {
  private static final List<String> NAMES =
      List.of("dot", "find_byte", "base64", "mandelbrot", "blend", "matmul", "bytes", "utf8");

  @Override
  public String run(Bench.Options asked) throws IOException, InterruptedException {
    Path wasm = BenchFiles.wasm("simd.c", List.of("-msimd128"));
    List<String> arguments =
        KernelsReport.with(NAMES, wasm.toString(), asked.quick() ? "10" : "100");
    List<String> graft = KernelsReport.with(arguments, "graft");
    Map<String, List<String>> peers = new LinkedHashMap<>();
    peers.put(
        "node",
        KernelsReport.with(
            arguments,
            BenchFiles.tool("node"),
            "--no-warnings",
            BenchFiles.source("kernels.mjs").toString()));
    peers.put(
        "graft",
        BenchFiles.javaCommand(
            KernelProcess.class, graft, "--add-modules", "jdk.incubator.vector"));
    peers.put("graft, plain", BenchFiles.javaCommand(KernelProcess.class, graft));
    return KernelsReport.table("SIMD", NAMES, KernelsReport.measure(peers, asked), "node");
  }
}
