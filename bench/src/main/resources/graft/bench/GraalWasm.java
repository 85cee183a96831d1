import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.ByteSequence;

// java GraalWasm.java MODULE.wasm REPETITIONS NAME...: "NAME RESULT SECONDS" for each export and repetition, in CPU
// time of the thread that runs it. Started from its source, so that the benchmarks build without GraalWasm.
final class GraalWasm {
  public static void main(String[] args) throws Exception {
    ByteSequence bytes = ByteSequence.create(Files.readAllBytes(Path.of(args[0])));
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    try (Context context = Context.create("wasm")) {
      Value module = context.eval(Source.newBuilder("wasm", bytes, "module").build());
      Value exports = (module.canInstantiate() ? module.newInstance() : module).getMember("exports");
      exports.getMember("_initialize").execute();
      for (String name : Arrays.asList(args).subList(2, args.length)) {
        Value function = exports.getMember(name);
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
          long start = threads.getCurrentThreadCpuTime();
          double result = function.execute().asDouble();
          double seconds = (threads.getCurrentThreadCpuTime() - start) * 1e-9;
          System.out.println(String.format(Locale.ROOT, "%s %.0f %.6f", name, result, seconds));
        }
      }
    }
  }
}
