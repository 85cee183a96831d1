package graft.testing.fuzz;

import graft.format.Immediate;
import graft.format.Opcode;
import graft.format.ValType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/// The instructions of fixed type that random code may use, by what they give. Left out: constants
/// (made otherwise), what waits, and what may give different bits on different machines.
final class OpcodePool {
  private final Map<ValType, List<Opcode>> byResult = new EnumMap<>(ValType.class);
  private final List<Opcode> withoutResult = new ArrayList<>();

  OpcodePool(Set<Feature> features) {
    for (Opcode opcode : Opcode.values()) {
      Opcode.Signature signature = opcode.signature();
      if (signature == null || !isAllowed(opcode, signature, features)) {
        continue;
      }
      if (signature.result() == null) {
        withoutResult.add(opcode);
      } else {
        byResult.computeIfAbsent(signature.result(), _ -> new ArrayList<>()).add(opcode);
      }
    }
  }

  private static boolean isAllowed(
      Opcode opcode, Opcode.Signature signature, Set<Feature> features) {
    Set<ValType> types = new HashSet<>(signature.parameters());
    types.add(signature.result());
    String name = opcode.toString();
    if (name.contains("relaxed") || name.startsWith("memory.") || name.contains("fence")) {
      return false;
    }
    if (opcode.isAtomic()) {
      return features.contains(Feature.ATOMICS);
    }
    if (types.contains(ValType.V128) && !features.contains(Feature.SIMD)) {
      return false;
    }
    return switch (opcode.immediate()) {
      case NONE, MEMARG, MEMARG_LANE, LANE, SHUFFLE -> !name.startsWith("ref.");
      default -> false;
    };
  }

  /// One that gives a value of that type; there is one for every type that is no reference.
  Opcode giving(ValType type, SplittableRandom random) {
    List<Opcode> opcodes = byResult.getOrDefault(type, List.of());
    return opcodes.get(random.nextInt(opcodes.size()));
  }

  /// A store.
  Opcode givingNothing(SplittableRandom random) {
    return withoutResult.get(random.nextInt(withoutResult.size()));
  }

  /// Whether a result may be a NaN whose bits the specification leaves open.
  static boolean mayGiveNan(Opcode opcode) {
    String name = opcode.toString();
    Opcode.Signature signature = opcode.signature();
    if (signature == null || opcode.immediate() != Immediate.NONE) {
      return false;
    }
    if (name.startsWith("f32x4.") || name.startsWith("f64x2.")) {
      return signature.result() == ValType.V128 && !name.endsWith("splat");
    }
    return (signature.result() == ValType.F32 || signature.result() == ValType.F64)
        && !name.contains("abs")
        && !name.contains("neg")
        && !name.contains("copysign")
        && !name.contains("reinterpret");
  }

  /// Whether it traps for most operands.
  static boolean trapsOften(Opcode opcode) {
    return opcode.toString().contains(".trunc_f");
  }

  /// Whether it traps when the second operand is zero.
  static boolean divides(Opcode opcode) {
    String name = opcode.toString();
    return name.contains(".div_") || name.contains(".rem_");
  }
}
