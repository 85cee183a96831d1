package graft.bench;

import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.wasm.Parser;
import graft.compiler.Compiler;
import graft.format.ModuleReader;
import graft.format.Validator;
import graft.runtime.Func;
import graft.runtime.Instance;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/// Runs kernels in one of the engines that live in a JVM; each engine gets a process of its own.
final class KernelProcess {
  private KernelProcess() {}

  /// `graft|chicory MODULE.wasm REPETITIONS NAME...`: prints `NAME RESULT SECONDS` for each export
  /// and repetition, in CPU time of this thread.
  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[1]);
    int repetitions = Integer.parseInt(args[2]);
    Function<String, Supplier<Double>> engine =
        args[0].equals("graft") ? graft(file) : chicory(file);
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (String name : List.of(args).subList(3, args.length)) {
      Supplier<Double> kernel = engine.apply(name);
      for (int i = 0; i < repetitions; i++) {
        long start = threads.getCurrentThreadCpuTime();
        double result = kernel.get();
        double seconds = (threads.getCurrentThreadCpuTime() - start) * 1e-9;
        System.out.println(String.format(Locale.ROOT, "%s %.0f %.6f", name, result, seconds));
      }
    }
  }

  private static Function<String, Supplier<Double>> graft(Path file) throws IOException {
    Instance instance =
        Compiler.compile(
                Validator.validate(ModuleReader.read(file.toString(), Files.readAllBytes(file))))
            .instantiate(List.of());
    instance.function("_initialize").invoke();
    return name -> {
      Func function = instance.function(name);
      return () -> (Double) Objects.requireNonNull(function.invoke());
    };
  }

  private static Function<String, Supplier<Double>> chicory(Path file) {
    com.dylibso.chicory.runtime.Instance instance =
        com.dylibso.chicory.runtime.Instance.builder(Parser.parse(file.toFile()))
            .withMachineFactory(MachineFactoryCompiler::compile)
            .build();
    instance.export("_initialize").apply();
    return name -> () -> Double.longBitsToDouble(instance.export(name).apply()[0]);
  }
}
