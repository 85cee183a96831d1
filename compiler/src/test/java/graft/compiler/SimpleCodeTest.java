package graft.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import graft.format.Immediate;
import graft.format.Opcode;
import graft.format.ValType;
import graft.runtime.Memory;
import graft.runtime.V128;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The methods that stand for instructions exist, with the types that compiled code calls them by.
final class SimpleCodeTest {
  static Stream<Opcode> vectorInstructions() {
    return Arrays.stream(Opcode.values())
        .filter(op -> op.code() >= 0xfd0000 && op != Opcode.V128_CONST);
  }

  static Stream<Opcode> atomicInstructions() {
    return Arrays.stream(Opcode.values())
        .filter(op -> op.isAtomic() && op.immediate() == Immediate.MEMARG);
  }

  @ParameterizedTest
  @MethodSource("vectorInstructions")
  void everyVectorInstructionHasAMethod(Opcode op) throws ReflectiveOperationException {
    Opcode.Signature signature = Objects.requireNonNull(op.signature());
    boolean isAccess = MemoryAccess.find(op) != null;
    List<Class<?>> parameters = new ArrayList<>();
    for (ValType parameter : signature.parameters()) {
      if (parameter == null) {
        parameters.add(byte[].class);
        parameters.add(int.class);
      } else {
        parameters.add(javaType(parameter));
      }
    }
    switch (op.immediate()) {
      case LANE, MEMARG_LANE -> parameters.add(int.class);
      case SHUFFLE -> parameters.add(V128.class);
      default -> {}
    }
    if (!isAccess && SimpleCode.lanes(op) != 0) {
      parameters.add(long.class);
    }
    Method method =
        isAccess
            ? method("graft/runtime/Access", op.toString().replace('.', '_'), parameters)
            : method(SimpleCode.methodOwner(op), SimpleCode.methodName(op), parameters);
    assertThat(method.getReturnType()).isEqualTo(javaType(signature.result()));
  }

  @ParameterizedTest
  @MethodSource("atomicInstructions")
  void everyAtomicInstructionHasAMethod(Opcode op) throws ReflectiveOperationException {
    Opcode.Signature signature = Objects.requireNonNull(op.signature());
    List<Class<?>> parameters = new ArrayList<>();
    signature.parameters().forEach(_ -> parameters.add(long.class));
    parameters.addAll(List.of(Memory.class, long.class, int.class));
    Method method = method("graft/runtime/Atomics", SimpleCode.atomicName(op), parameters);
    assertThat(method.getReturnType())
        .isEqualTo(signature.result() == null ? void.class : long.class);
  }

  private static Method method(String owner, String name, List<Class<?>> parameters)
      throws ReflectiveOperationException {
    return Class.forName(owner.replace('/', '.'))
        .getMethod(name, parameters.toArray(Class<?>[]::new));
  }

  private static Class<?> javaType(ValType type) {
    if (type == null) {
      return void.class;
    }
    return switch (type) {
      case I32 -> int.class;
      case I64 -> long.class;
      case F32 -> float.class;
      case F64 -> double.class;
      case V128 -> V128.class;
      default -> Object.class;
    };
  }
}
