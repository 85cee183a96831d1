package graft.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A module as a program of this machine: wabt's `wasm2c`, then gcc. It shows what a C compiler
/// makes of the same wasm, where the program in C has other libraries or instructions to its hand.
final class GccOfModule {
  private GccOfModule() {}

  /// The program, which prints `NAME RESULT SECONDS` for each export and repetition, in CPU time;
  /// its argument is the number of repetitions.
  ///
  /// @param exports that take nothing and give a number
  /// @param checksBounds whether each access is compared with the memory's size; otherwise pages
  ///   that nobody may touch follow the memory, as in V8
  static Path program(Path wasm, List<String> exports, boolean checksBounds)
      throws IOException, InterruptedException {
    String name = wasm.getFileName().toString().replace(".wasm", "");
    Path folder = Files.createDirectories(BenchFiles.folder().resolve("wasm2c-" + name));
    Path wasm2c = Path.of(BenchFiles.tool("wasm2c")).toRealPath();
    Path runtime = wasm2c.resolve("../../share/wabt/wasm2c").normalize();
    Path code = folder.resolve("module.c");
    BenchFiles.run(
        List.of(wasm2c.toString(), wasm.toString(), "-n", "module", "-o", code.toString()));
    Path main = folder.resolve("main.c");
    Files.writeString(main, main(exports));
    Path out = folder.resolve(checksBounds ? "checked" : "pages");
    List<String> command = new ArrayList<>(List.of(BenchFiles.tool("gcc"), "-O2", "-w"));
    if (checksBounds) {
      command.add("-DWASM_RT_MEMCHECK_SIGNAL_HANDLER=0");
    }
    command.addAll(
        List.of(
            "-I" + runtime,
            main.toString(),
            code.toString(),
            runtime.resolve("wasm-rt-impl.c").toString(),
            "-lm",
            "-o",
            out.toString()));
    BenchFiles.run(command);
    return out;
  }

  private static String main(List<String> exports) {
    StringBuilder calls = new StringBuilder();
    for (String export : exports) {
      calls.append("  measure(\"" + export + "\", Z_moduleZ_" + export + ", repetitions);\n");
    }
    return """
    #include <stdio.h>
    #include <stdlib.h>
    #include <time.h>
    #include "module.h"

    static Z_module_instance_t instance;

    static double now(void) {
      struct timespec time;
      clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
      return time.tv_sec + time.tv_nsec * 1e-9;
    }

    static void measure(const char *name, double (*run)(Z_module_instance_t *), int repetitions) {
      for (int i = 0; i < repetitions; i++) {
        double start = now();
        double result = run(&instance);
        printf("%s %.0f %.6f\\n", name, result, now() - start);
      }
    }

    int main(int argc, char **argv) {
      int repetitions = atoi(argv[1]);
      wasm_rt_init();
      Z_module_init_module();
      Z_module_instantiate(&instance);
      Z_moduleZ__initialize(&instance);
    """
        + calls
        + "}\n";
  }
}
