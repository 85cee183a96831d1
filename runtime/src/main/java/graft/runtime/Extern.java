package graft.runtime;

import graft.format.ExternType;

/// Something that a module can import or export
/// ([spec](https://webassembly.github.io/spec/core/exec/runtime.html#external-instances)).
public sealed interface Extern permits Func, Memory, Table, GlobalCell, Tag {
  /// Its type, with the present size for memories and tables.
  ExternType type();
}
