package graft.runtime;

import graft.format.GlobalType;
import graft.format.ValType;
import org.jspecify.annotations.Nullable;

/// A global that more than one module sees. Compiled code reads and writes the `value` of the
/// subclass for its type.
public abstract sealed class GlobalCell implements Extern {
  private final GlobalType type;

  GlobalCell(GlobalType type) {
    this.type = type;
  }

  /// A cell of the given type that holds zero or null.
  public static GlobalCell of(GlobalType type) {
    return switch (type.type()) {
      case I32 -> new I32(type, 0);
      case I64 -> new I64(type, 0);
      case F32 -> new F32(type, 0);
      case F64 -> new F64(type, 0);
      case V128 -> new Vector(type, V128.ZERO);
      case FUNCREF, EXTERNREF, EXNREF -> new Ref(type, null);
    };
  }

  /// An i32 cell.
  public static I32 i32(boolean mutable, int value) {
    return new I32(new GlobalType(ValType.I32, mutable), value);
  }

  /// An i64 cell.
  public static I64 i64(boolean mutable, long value) {
    return new I64(new GlobalType(ValType.I64, mutable), value);
  }

  @Override
  public final GlobalType type() {
    return type;
  }

  /// The value, boxed.
  public abstract @Nullable Object get();

  /// Sets the value, boxed; also of immutable cells (their maker does that once).
  public abstract void set(@Nullable Object value);

  @Override
  public String toString() {
    return type + " = " + get();
  }

  /// Holds an i32.
  public static final class I32 extends GlobalCell {
    /// The value.
    public int value;

    I32(GlobalType type, int value) {
      super(type);
      this.value = value;
    }

    @Override
    public Integer get() {
      return value;
    }

    @Override
    public void set(@Nullable Object boxed) {
      value = (Integer) java.util.Objects.requireNonNull(boxed);
    }
  }

  /// Holds an i64.
  public static final class I64 extends GlobalCell {
    /// The value.
    public long value;

    I64(GlobalType type, long value) {
      super(type);
      this.value = value;
    }

    @Override
    public Long get() {
      return value;
    }

    @Override
    public void set(@Nullable Object boxed) {
      value = (Long) java.util.Objects.requireNonNull(boxed);
    }
  }

  /// Holds an f32.
  public static final class F32 extends GlobalCell {
    /// The value.
    public float value;

    F32(GlobalType type, float value) {
      super(type);
      this.value = value;
    }

    @Override
    public Float get() {
      return value;
    }

    @Override
    public void set(@Nullable Object boxed) {
      value = (Float) java.util.Objects.requireNonNull(boxed);
    }
  }

  /// Holds an f64.
  public static final class F64 extends GlobalCell {
    /// The value.
    public double value;

    F64(GlobalType type, double value) {
      super(type);
      this.value = value;
    }

    @Override
    public Double get() {
      return value;
    }

    @Override
    public void set(@Nullable Object boxed) {
      value = (Double) java.util.Objects.requireNonNull(boxed);
    }
  }

  /// Holds a v128.
  public static final class Vector extends GlobalCell {
    /// The value.
    public V128 value;

    Vector(GlobalType type, V128 value) {
      super(type);
      this.value = value;
    }

    @Override
    public V128 get() {
      return value;
    }

    @Override
    public void set(@Nullable Object boxed) {
      value = (V128) java.util.Objects.requireNonNull(boxed);
    }
  }

  /// Holds a reference: a {@link Func}, or any object of the host.
  public static final class Ref extends GlobalCell {
    /// The value.
    public @Nullable Object value;

    Ref(GlobalType type, @Nullable Object value) {
      super(type);
      this.value = value;
    }

    @Override
    public @Nullable Object get() {
      return value;
    }

    @Override
    public void set(@Nullable Object boxed) {
      value = boxed;
    }
  }
}
