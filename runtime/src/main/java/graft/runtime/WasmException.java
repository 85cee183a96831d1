package graft.runtime;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An exception that wasm code has thrown (`throw`), or that a host throws into it. It has no Java
/// stack trace unless the JVM is told to ({@link #TRACE}): C++ programs throw often, and a trace
/// costs more than the rest.
public final class WasmException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// The property of the JVM (`-Dgraft.exceptions.trace=true`) with which exceptions of guests have
  /// stack traces: where they were thrown.
  public static final String TRACE = "graft.exceptions.trace";

  /// Whether it is set.
  public static final boolean TRACED = Boolean.getBoolean(TRACE);

  private final transient Tag tag;
  private final transient @Nullable Object[] values;

  /// @param tag what kind of exception
  /// @param values boxed, as the tag's type says
  public WasmException(Tag tag, @Nullable Object... values) {
    super(null, null, false, TRACED);
    this.tag = tag;
    this.values = values;
  }

  /// What kind of exception this is.
  public Tag tag() {
    return tag;
  }

  /// What it carries, boxed; not a copy.
  public @Nullable Object[] values() {
    return values;
  }

  @Override
  public String getMessage() {
    return "uncaught wasm exception with values " + Arrays.toString(values);
  }

  /// For compiled code.
  public static WasmException of(Tag tag, @Nullable Object[] values) {
    return new WasmException(tag, values);
  }

  /// The exception that an exnref stands for, for compiled code.
  ///
  /// @throws Trap if it is null
  public static WasmException fromReference(@Nullable Object reference) {
    if (reference == null) {
      throw new Trap("null exception reference");
    }
    return (WasmException) reference;
  }

  /// The i32 at a position.
  public int i32(int position) {
    return (Integer) value(position);
  }

  /// The i64 at a position.
  public long i64(int position) {
    return (Long) value(position);
  }

  /// The f32 at a position.
  public float f32(int position) {
    return (Float) value(position);
  }

  /// The f64 at a position.
  public double f64(int position) {
    return (Double) value(position);
  }

  /// The v128 at a position.
  public V128 v128(int position) {
    return (V128) value(position);
  }

  /// The reference at a position.
  public @Nullable Object ref(int position) {
    return values[position];
  }

  private Object value(int position) {
    return Objects.requireNonNull(values[position]);
  }
}
