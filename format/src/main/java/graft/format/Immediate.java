package graft.format;

/// What follows an opcode in the code; {@link CodeReader} decodes by this.
public enum Immediate {
  NONE,
  /// A block type.
  BLOCK,
  /// A label index.
  LABEL,
  /// A vector of label indices and a default.
  LABEL_TABLE,
  /// A function index.
  FUNCTION,
  /// A type index, then a table index.
  CALL_INDIRECT,
  LOCAL,
  GLOBAL,
  TABLE,
  /// An element segment, then a table.
  TABLE_INIT,
  /// Two tables: destination, source.
  TABLE_COPY,
  ELEMENT,
  DATA,
  /// Alignment exponent (with the memory index's flag), offset.
  MEMARG,
  /// The same and a lane index.
  MEMARG_LANE,
  /// A memory index.
  MEMORY,
  /// A data segment, then a memory.
  MEMORY_INIT,
  /// Two memories: destination, source.
  MEMORY_COPY,
  I32,
  I64,
  F32,
  F64,
  V128,
  /// Sixteen lane indices.
  SHUFFLE,
  LANE,
  /// A reference type.
  REF_TYPE,
  /// A vector of value types.
  SELECT,
  TAG,
  /// Block type and catch clauses.
  TRY_TABLE,
  /// A reserved zero byte (`atomic.fence`).
  ZERO_BYTE
}
