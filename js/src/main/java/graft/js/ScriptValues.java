package graft.js;

import graft.format.FunctionType;
import graft.format.ValType;
import graft.runtime.Trap;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/// Values on their way between wasm and JavaScript, as the [JavaScript
/// interface](https://webassembly.github.io/spec/js-api/#towebassemblyvalue) has them.
final class ScriptValues {
  private static final double TWO_TO_32 = 4294967296.0;

  private final ScriptRealm realm;

  ScriptValues(ScriptRealm realm) {
    this.realm = realm;
  }

  /// What JavaScript gets for a value of the guest's.
  @Nullable Object toScript(@Nullable Object value) {
    return switch (value) {
      case null -> realm.undefined();
      case Long number -> realm.bigInt(number);
      case Float number -> number.doubleValue();
      default -> value;
    };
  }

  /// What the guest gets for a value of JavaScript's.
  ///
  /// @param value null where JavaScript gave none
  Object toGuest(@Nullable Value value, ValType type) {
    return switch (type) {
      case I32 -> toInt(value);
      case I64 -> toLong(value);
      case F32 -> (float) toDouble(value);
      case F64 -> toDouble(value);
      default -> {
        if (type == ValType.EXTERNREF && value != null) {
          yield value;
        }
        throw new Trap("JavaScript cannot give a value of type " + type);
      }
    };
  }

  /// The arguments for a function of the guest's: missing ones are undefined, more are dropped.
  Object[] toGuest(Value[] values, FunctionType type) {
    Object[] arguments = new Object[type.parameters().size()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = toGuest(i < values.length ? values[i] : null, type.parameters().get(i));
    }
    return arguments;
  }

  private int toInt(@Nullable Value value) {
    if (value == null || value.isNull()) {
      return 0;
    }
    if (value.fitsInInt()) {
      return value.asInt();
    }
    if (value.fitsInDouble()) {
      return wrap(value.asDouble());
    }
    return value.isBoolean() ? (value.asBoolean() ? 1 : 0) : realm.toInt(value);
  }

  /// ECMAScript's ToInt32.
  private static int wrap(double number) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      return 0;
    }
    if (Math.abs(number) < 0x1p63) {
      return (int) (long) number;
    }
    return (int) (long) (number % TWO_TO_32);
  }

  private long toLong(@Nullable Value value) {
    return value != null && value.fitsInLong() ? value.asLong() : realm.toLong(value);
  }

  private double toDouble(@Nullable Value value) {
    if (value == null) {
      return Double.NaN;
    }
    return value.fitsInDouble() ? value.asDouble() : realm.toDouble(value);
  }
}
