package graft.ld;

import graft.format.GlobalType;

/// A global that an object or the linker itself defines.
///
/// The initial value is a constant expression with its `end`; the linker's own globals get theirs
/// from {@link Layout}.
final class InputGlobal extends Input {
  final GlobalType type;
  final byte[] expression;

  /// The first symbol's name. Written once, by the object's reader.
  String name;

  InputGlobal(GlobalType type, byte[] expression, String name) {
    this.type = type;
    this.expression = expression;
    this.name = name;
  }
}
