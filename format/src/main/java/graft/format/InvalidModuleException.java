package graft.format;

/// A module is well-formed but not valid: `app.wasm: type mismatch: expected i32, found i64
/// (function 12 $inflate, at offset 0x2f41)`.
public final class InvalidModuleException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String file;
  private final String reason;
  private final int functionIndex;
  private final long offset;

  /// @param file the name of the file that was read
  /// @param reason first the spec suite's own words, then details
  /// @param functionIndex the function, or -1 outside of functions
  /// @param functionName the function's name, empty outside of functions
  /// @param offset in the file, in bytes
  public InvalidModuleException(
      String file, String reason, int functionIndex, String functionName, long offset) {
    super(
        file
            + ": "
            + reason
            + " ("
            + (functionIndex < 0 ? "" : "function " + functionIndex + " $" + functionName + ", ")
            + "at offset 0x"
            + Long.toHexString(offset)
            + ")");
    this.file = file;
    this.reason = reason;
    this.functionIndex = functionIndex;
    this.offset = offset;
  }

  /// The name of the file that was read.
  public String file() {
    return file;
  }

  /// What is wrong, without the place.
  public String reason() {
    return reason;
  }

  /// Index of the function that is invalid, or -1.
  public int functionIndex() {
    return functionIndex;
  }

  /// Where in the file, in bytes.
  public long offset() {
    return offset;
  }
}
