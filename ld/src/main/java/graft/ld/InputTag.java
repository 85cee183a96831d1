package graft.ld;

import graft.format.FunctionType;

/// An exception tag that an object defines.
final class InputTag extends Input {
  final FunctionType type;

  InputTag(FunctionType type) {
    this.type = type;
  }
}
