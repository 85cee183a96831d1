package graft.bench;

import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.Store;
import com.dylibso.chicory.wasm.Parser;
import graft.compiler.Compiler;
import graft.format.FunctionType;
import graft.format.ModuleReader;
import graft.format.Validator;
import graft.runtime.Extern;
import graft.runtime.Func;
import graft.runtime.Instance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Nanoseconds for a call and the little loop around it.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class CallBenchmarks {
  static final int CALLS = 1_000_000;

  /// Which loop of `main.wat`.
  @Param({"within", "across", "indirect1", "indirect3"})
  public String kind = "within";

  /// A loop in Graft.
  @State(Scope.Thread)
  public static class Graft {
    /// How `main` came to its import: bound at once, by a stub at the first call, or bound again
    /// after it had been called a lot.
    @Param({"bound", "lazy", "replaced"})
    public String binding = "bound";

    Instance main;

    /// Links both modules.
    public Graft() {
      try {
        Instance side = instance("side.wasm", List.of());
        Extern table = Objects.requireNonNull(side.export("table"));
        Func add = side.function("add");
        main = instance("main.wasm", List.of(add, table));
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    /// Binds the import in the way that the parameter says.
    @Setup
    public void bind() throws IOException {
      Func add = main.function(0);
      FunctionType type = add.type();
      switch (binding) {
        case "lazy" ->
            main.bindFunction(
                0,
                Func.lazy(
                    "add",
                    type,
                    stub -> {
                      main.bindFunction(0, add);
                      return add;
                    }));
        case "replaced" -> {
          for (int i = 0; i < 200; i++) {
            main.function("across").invoke(CALLS);
          }
          main.bindFunction(0, instance("side.wasm", List.of()).function("add"));
        }
        default -> {}
      }
    }
  }

  private static Path file(String name) {
    return Path.of(System.getProperty("graft.bench.files"), name);
  }

  private static Instance instance(String name, List<Extern> imports) throws IOException {
    return Compiler.compile(
            Validator.validate(ModuleReader.read(name, Files.readAllBytes(file(name)))))
        .instantiate(imports);
  }

  /// A loop in Graft.
  @Benchmark
  @OperationsPerInvocation(CALLS)
  public int graft(Graft state) {
    return (Integer) Objects.requireNonNull(state.main.function(kind).invoke(CALLS));
  }

  /// A loop in Chicory.
  @State(Scope.Thread)
  public static class Chicory {
    final com.dylibso.chicory.runtime.Instance main;

    /// Links both modules.
    public Chicory() {
      com.dylibso.chicory.runtime.Instance side =
          com.dylibso.chicory.runtime.Instance.builder(Parser.parse(file("side.wasm").toFile()))
              .withMachineFactory(MachineFactoryCompiler::compile)
              .build();
      Store store = new Store();
      store.register("env", side);
      main =
          com.dylibso.chicory.runtime.Instance.builder(Parser.parse(file("main.wasm").toFile()))
              .withMachineFactory(MachineFactoryCompiler::compile)
              .withImportValues(store.toImportValues())
              .build();
    }
  }

  /// A loop in Chicory.
  @Benchmark
  @OperationsPerInvocation(CALLS)
  public int chicory(Chicory state) {
    return (int) state.main.export(kind).apply(CALLS)[0];
  }
}
