package graft.bench;

import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.wasm.Parser;
import com.sun.management.OperatingSystemMXBean;
import graft.compiler.Compiler;
import graft.format.ModuleReader;
import graft.format.Validator;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// Translates modules in one of the engines that live in a JVM, in a process of its own.
final class TranslateProcess {
  private static final int REPETITIONS = 5;

  private TranslateProcess() {}

  /// `graft|chicory FILE...`: prints the file's name, the size of the result where it is known, and
  /// CPU seconds of the process (the JIT's share included), five times for each.
  public static void main(String[] args) throws IOException {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    for (String file : List.of(args).subList(1, args.length)) {
      Path path = Path.of(file);
      byte[] bytes = Files.readAllBytes(path);
      for (int i = 0; i < REPETITIONS; i++) {
        long start = system.getProcessCpuTime();
        long size = args[0].equals("graft") ? graft(file, bytes) : chicory(bytes);
        double seconds = (system.getProcessCpuTime() - start) * 1e-9;
        System.out.println(
            String.format(Locale.ROOT, "%s %d %.6f", path.getFileName(), size, seconds));
      }
    }
  }

  private static long graft(String file, byte[] bytes) {
    return Compiler.compile(Validator.validate(ModuleReader.read(file, bytes)))
        .translateAll(false)
        .classBytes();
  }

  private static long chicory(byte[] bytes) {
    // Compiles all, and defines the classes.
    Objects.requireNonNull(MachineFactoryCompiler.compile(Parser.parse(bytes)));
    return 0;
  }
}
