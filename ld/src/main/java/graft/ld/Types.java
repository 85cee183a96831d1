package graft.ld;

import graft.format.FunctionType;
import graft.format.GlobalType;
import graft.format.TableType;
import graft.format.ValType;
import java.util.List;
import java.util.stream.Collectors;

/// Types as wasm-ld's messages show them.
final class Types {
  static final FunctionType NOTHING = new FunctionType(List.of(), List.of());

  private Types() {}

  static String show(FunctionType type) {
    String results =
        type.results().isEmpty()
            ? "void"
            : type.results().stream().map(ValType::toString).collect(Collectors.joining(", "));
    return type.parameters().stream()
            .map(ValType::toString)
            .collect(Collectors.joining(", ", "(", ")"))
        + " -> "
        + results;
  }

  static String show(GlobalType type) {
    return (type.mutable() ? "var " : "const ") + type.type();
  }

  static String show(TableType type) {
    Long maximum = type.limits().maximum();
    int flags = (maximum == null ? 0 : 1) | (type.limits().is64() ? 4 : 0);
    return "type="
        + type.element()
        + "; limits=[flags=0x"
        + flags
        + "; min="
        + type.limits().minimum()
        + (maximum == null ? "" : "; max=" + maximum)
        + "]";
  }
}
