package graft.format;

/// A file is no well-formed WebAssembly binary: `app.wasm: unexpected end (at offset 0x2f41)`.
public final class MalformedModuleException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String file;
  private final String reason;
  private final long offset;

  /// @param file the name of the file that was read
  /// @param reason first the spec suite's own words, then details
  /// @param offset in the file, in bytes
  public MalformedModuleException(String file, String reason, long offset) {
    super(file + ": " + reason + " (at offset 0x" + Long.toHexString(offset) + ")");
    this.file = file;
    this.reason = reason;
    this.offset = offset;
  }

  /// The name of the file that was read.
  public String file() {
    return file;
  }

  /// What is wrong, without file and offset.
  public String reason() {
    return reason;
  }

  /// Where in the file, in bytes.
  public long offset() {
    return offset;
  }
}
