package graft.testing.fuzz;

import graft.compiler.Compiler;
import graft.compiler.CompilerOptions;
import graft.format.FunctionType;
import graft.format.Import;
import graft.format.ModuleReader;
import graft.format.ValType;
import graft.format.Validator;
import graft.format.WasmModule;
import graft.runtime.Extern;
import graft.runtime.Func;
import graft.runtime.GlobalCell;
import graft.runtime.Instance;
import graft.runtime.Memory;
import graft.runtime.Signature;
import graft.runtime.Trap;
import graft.runtime.WasmException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs a plan in Graft.
final class GraftEngine {
  /// How much of the memory is looked at after each call.
  private static final int PART = 1 << 16;

  private final List<String> lines = new ArrayList<>();

  private final CompilerOptions options;

  private GraftEngine(CompilerOptions options) {
    this.options = options;
  }

  /// Reads a module for {@link #run}.
  static WasmModule read(String name, byte[] bytes) {
    return ModuleReader.read(name, bytes);
  }

  /// Runs the plan in a new instance.
  ///
  /// @throws RuntimeException and Errors of all kinds if something is wrong
  static Observation run(WasmModule module, CallPlan plan, CompilerOptions options) {
    GraftEngine engine = new GraftEngine(options);
    engine.observe(module, plan);
    return new Observation(engine.lines);
  }

  private void observe(WasmModule module, CallPlan plan) {
    Instance instance;
    try {
      instance = Compiler.compile(Validator.validate(module), options).instantiate(imports(module));
    } catch (Trap trap) {
      lines.add("instantiation: trap " + kind(trap));
      return;
    }
    for (CallPlan.Call call : plan.calls()) {
      try {
        Object result = instance.function(call.name()).invoke(call.arguments().toArray());
        lines.add(call.name() + ": " + results(call.type(), result));
      } catch (Trap trap) {
        lines.add(call.name() + ": trap " + kind(trap));
      } catch (WasmException e) {
        lines.add(call.name() + ": exception");
      }
      lines.add("memory now: " + digest(instance, "memory", PART).substring(0, 8));
    }
    for (CallPlan.Global global : plan.globals()) {
      if (instance.export(global.name()) instanceof GlobalCell cell) {
        lines.add(global.name() + ": " + value(cell.get()));
      }
    }
    lines.add("memory: " + digest(instance, "memory", Integer.MAX_VALUE));
    if (instance.export("memory1") != null) {
      lines.add("memory1: " + digest(instance, "memory1", Integer.MAX_VALUE));
    }
  }

  /// SHA-256 of the memory's first bytes, at most `limit`.
  private static String digest(Instance instance, String name, int limit) {
    return instance.export(name) instanceof Memory memory
        ? sha256(memory.read(0, (int) Math.min(limit, memory.sizeInBytes())))
        : "no memory";
  }

  private List<Extern> imports(WasmModule module) {
    List<Extern> imports = new ArrayList<>();
    for (Import wanted : module.imports()) {
      if (!(wanted.type() instanceof FunctionType type)) {
        throw new IllegalArgumentException("an import that is no function: " + wanted.name());
      }
      MethodHandle handle =
          wanted.name().startsWith("log-") && type.parameters().size() == 1
              ? logger(wanted.name(), type)
              : MethodHandles.empty(Signature.of(type).methodType());
      imports.add(Func.host(wanted.name(), type, handle));
    }
    return imports;
  }

  private MethodHandle logger(String name, FunctionType type) {
    try {
      MethodHandle log =
          MethodHandles.lookup()
              .bind(
                  this,
                  "log",
                  java.lang.invoke.MethodType.methodType(void.class, String.class, Object.class));
      return log.bindTo(name).asType(Signature.of(type).methodType());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("BUG: log is gone", e);
    }
  }

  @SuppressWarnings("UnusedMethod") // through a handle
  private void log(String name, @Nullable Object logged) {
    lines.add(name + ": " + value(logged));
  }

  private static String results(FunctionType type, @Nullable Object result) {
    List<ValType> types = type.results();
    if (types.isEmpty()) {
      return "nothing";
    }
    if (!(result instanceof Object[] several)) {
      return value(result);
    }
    StringBuilder text = new StringBuilder();
    for (Object one : several) {
      text.append(text.isEmpty() ? "" : ",").append(value(one));
    }
    return text.toString();
  }

  private static String value(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case Integer i -> i.toString();
      case Long l -> l.toString();
      case Float f ->
          f.isNaN() ? "nan" : "f" + Integer.toUnsignedString(Float.floatToRawIntBits(f));
      case Double d ->
          d.isNaN() ? "nan" : "d" + Long.toUnsignedString(Double.doubleToRawLongBits(d));
      default -> "ref";
    };
  }

  /// One word for each kind of trap that all engines tell apart.
  private static String kind(Trap trap) {
    String message = String.valueOf(trap.getMessage());
    if (message.startsWith("unreachable")) {
      return "unreachable";
    }
    if (message.startsWith("integer divide by zero")) {
      return "zero";
    }
    if (message.startsWith("integer overflow") || message.startsWith("invalid conversion")) {
      return "integer";
    }
    if (message.startsWith("out of bounds memory")) {
      return "memory";
    }
    if (message.startsWith("out of bounds table") || message.startsWith("undefined element")) {
      return "table";
    }
    if (message.startsWith("uninitialized element") || message.startsWith("indirect call type")) {
      return "callee";
    }
    if (message.startsWith("unaligned atomic")) {
      // Which of the two checks comes first is open.
      return "memory";
    }
    return message.startsWith("call stack exhausted") ? "stack" : message;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("BUG: every JDK has SHA-256", e);
    }
  }
}
