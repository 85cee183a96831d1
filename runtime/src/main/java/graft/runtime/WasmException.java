package graft.runtime;

import java.util.Arrays;

/// An exception that wasm code has thrown (`throw`), or that a host throws into it. It has no Java
/// stack trace: C++ programs throw often, and a trace costs more than the rest.
public final class WasmException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Tag tag;
  private final transient Object[] values;

  /// @param tag what kind of exception
  /// @param values boxed, as the tag's type says
  public WasmException(Tag tag, Object... values) {
    super(null, null, false, false);
    this.tag = tag;
    this.values = values;
  }

  /// What kind of exception this is.
  public Tag tag() {
    return tag;
  }

  /// What it carries, boxed; not a copy.
  public Object[] values() {
    return values;
  }

  @Override
  public String getMessage() {
    return "uncaught wasm exception with values " + Arrays.toString(values);
  }
}
