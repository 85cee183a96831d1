package graft.ld;

import graft.format.TableType;

/// A table that an object or the linker itself defines.
final class InputTable extends Input {
  final TableType type;

  InputTable(TableType type) {
    this.type = type;
  }
}
