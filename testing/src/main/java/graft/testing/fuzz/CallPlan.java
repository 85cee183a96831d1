package graft.testing.fuzz;

import graft.format.Export;
import graft.format.ExternKind;
import graft.format.FunctionType;
import graft.format.ValType;
import graft.format.WasmModule;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which exports of a module to call, in which order and with what: the same in every engine.
///
/// @param calls what to call
/// @param globals the exported globals to look at in the end, and their types
record CallPlan(List<Call> calls, List<Global> globals) {
  private static final String REFUEL = "hangLimitInitializer";

  /// How often each function is called, usually.
  static final int ROUNDS = 2;

  /// One call.
  ///
  /// @param arguments boxed, as {@link graft.runtime.Func#invoke} takes them
  record Call(String name, FunctionType type, List<@Nullable Object> arguments) {}

  /// One global.
  record Global(String name, ValType type) {}

  /// The plan for a module: all exported functions whose values JavaScript can pass, some times
  /// over, each after `hangLimitInitializer` if there is one.
  static CallPlan of(WasmModule module, long seed, int rounds) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Call> calls = new ArrayList<>();
    List<Global> globals = new ArrayList<>();
    Call refuel = null;
    for (Export export : module.exports()) {
      if (export.name().equals(REFUEL)) {
        refuel = new Call(REFUEL, module.functionType(export.index()), List.of());
      }
      if (export.kind() == ExternKind.GLOBAL) {
        ValType type = module.allGlobals().get(export.index()).type();
        if (isPassable(type)) {
          globals.add(new Global(export.name(), type));
        }
      }
    }
    for (int round = 0; round < rounds; round++) {
      for (Export export : module.exports()) {
        if (export.kind() != ExternKind.FUNCTION || export.name().equals(REFUEL)) {
          continue;
        }
        FunctionType type = module.functionType(export.index());
        if (isPassable(type)) {
          if (refuel != null) {
            calls.add(refuel);
          }
          calls.add(new Call(export.name(), type, arguments(type, random)));
        }
      }
    }
    return new CallPlan(calls, globals);
  }

  private static boolean isPassable(FunctionType type) {
    return type.parameters().stream().allMatch(CallPlan::isPassable)
        && type.results().stream().allMatch(CallPlan::isPassable);
  }

  private static boolean isPassable(ValType type) {
    return type != ValType.V128 && type != ValType.EXNREF;
  }

  private static List<@Nullable Object> arguments(FunctionType type, SplittableRandom random) {
    List<@Nullable Object> arguments = new ArrayList<>();
    for (ValType parameter : type.parameters()) {
      int small = random.nextInt(-20, 200);
      arguments.add(
          switch (parameter) {
            case I32 -> random.nextInt(3) == 0 ? random.nextInt() : small;
            case I64 -> random.nextInt(3) == 0 ? random.nextLong() : (long) small;
            case F32 -> small / 4f;
            case F64 -> random.nextInt(3) == 0 ? random.nextInt() * 1e5 : small / 4.0;
            default -> null;
          });
    }
    return arguments;
  }

  /// The plan as `fuzz.mjs` reads it: one line, tabs between calls, then `|` and the globals.
  String toLine() {
    return calls.stream()
            .map(call ->
                call.name
                    + ";"
                    + call.arguments.stream()
                        .map(CallPlan::argument)
                        .collect(Collectors.joining(","))
                    + ";"
                    + call.type.results().stream()
                        .map(ValType::toString)
                        .collect(Collectors.joining(",")))
            .collect(Collectors.joining("\t"))
        + "|"
        + globals.stream()
            .map(global -> global.name + ";" + global.type)
            .collect(Collectors.joining("\t"));
  }

  private static String argument(@Nullable Object value) {
    return switch (value) {
      case Integer i -> "i32:" + i;
      case Long l -> "i64:" + l;
      case Float f -> "f32:" + Float.floatToRawIntBits(f);
      case Double d -> "f64:" + Double.doubleToRawLongBits(d);
      case null, default -> "null";
    };
  }
}
