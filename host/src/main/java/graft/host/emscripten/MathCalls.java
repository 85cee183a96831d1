package graft.host.emscripten;

import graft.runtime.HostFunction;

/// JavaScript's `Math` (`emscripten/em_math.h`).
final class MathCalls {
  private static final double LN2 = Math.log(2);

  private final Emscripten emscripten;

  MathCalls(Emscripten emscripten) {
    this.emscripten = emscripten;
  }

  @HostFunction("emscripten_math_acos")
  public double acos(double x) {
    return Math.acos(x);
  }

  @HostFunction("emscripten_math_asin")
  public double asin(double x) {
    return Math.asin(x);
  }

  @HostFunction("emscripten_math_atan")
  public double atan(double x) {
    return Math.atan(x);
  }

  @HostFunction("emscripten_math_cbrt")
  public double cbrt(double x) {
    return Math.cbrt(x);
  }

  @HostFunction("emscripten_math_cos")
  public double cos(double x) {
    return Math.cos(x);
  }

  @HostFunction("emscripten_math_cosh")
  public double cosh(double x) {
    return Math.cosh(x);
  }

  @HostFunction("emscripten_math_exp")
  public double exp(double x) {
    return Math.exp(x);
  }

  @HostFunction("emscripten_math_expm1")
  public double expm1(double x) {
    return Math.expm1(x);
  }

  @HostFunction("emscripten_math_log")
  public double log(double x) {
    return Math.log(x);
  }

  @HostFunction("emscripten_math_log10")
  public double log10(double x) {
    return Math.log10(x);
  }

  @HostFunction("emscripten_math_log1p")
  public double log1p(double x) {
    return Math.log1p(x);
  }

  @HostFunction("emscripten_math_sign")
  public double sign(double x) {
    return Math.signum(x);
  }

  @HostFunction("emscripten_math_sin")
  public double sin(double x) {
    return Math.sin(x);
  }

  @HostFunction("emscripten_math_sinh")
  public double sinh(double x) {
    return Math.sinh(x);
  }

  @HostFunction("emscripten_math_sqrt")
  public double sqrt(double x) {
    return Math.sqrt(x);
  }

  @HostFunction("emscripten_math_tan")
  public double tan(double x) {
    return Math.tan(x);
  }

  @HostFunction("emscripten_math_tanh")
  public double tanh(double x) {
    return Math.tanh(x);
  }

  @HostFunction("emscripten_math_atan2")
  public double atan2(double y, double x) {
    return Math.atan2(y, x);
  }

  @HostFunction("emscripten_math_fmod")
  public double fmod(double x, double y) {
    return x % y;
  }

  @HostFunction("emscripten_math_pow")
  public double pow(double x, double y) {
    return Math.pow(x, y);
  }

  @HostFunction("emscripten_math_random")
  public double random() {
    return emscripten.options().random().nextDouble();
  }

  /// The nearest integer; halves go up.
  @HostFunction("emscripten_math_round")
  public double round(double x) {
    double below = Math.floor(x);
    return Math.copySign(x - below >= 0.5 ? below + 1 : below, x);
  }

  /// Exact for powers of two.
  @HostFunction("emscripten_math_log2")
  public double log2(double x) {
    if (x > 0 && x < Double.MIN_NORMAL) {
      return log2(x * 0x1p54) - 54;
    }
    int exponent = Math.getExponent(x);
    boolean isPower = exponent <= Double.MAX_EXPONENT && x == Math.scalb(1.0, exponent);
    return isPower ? exponent : Math.log(x) / LN2;
  }

  @HostFunction("emscripten_math_acosh")
  public double acosh(double x) {
    if (x < 1) {
      return Double.NaN;
    }
    double above = x - 1;
    return x > 1e150 ? Math.log(x) + LN2 : Math.log1p(above + Math.sqrt(2 * above + above * above));
  }

  @HostFunction("emscripten_math_asinh")
  public double asinh(double x) {
    double size = Math.abs(x);
    double result =
        size > 1e150
            ? Math.log(size) + LN2
            : Math.log1p(size + size * size / (1 + Math.sqrt(size * size + 1)));
    return Math.copySign(result, x);
  }

  @HostFunction("emscripten_math_atanh")
  public double atanh(double x) {
    double size = Math.abs(x);
    return Math.copySign(Math.log1p(2 * size / (1 - size)) / 2, x);
  }

  /// `double emscripten_math_hypot(int count, ...)`
  @HostFunction("emscripten_math_hypot")
  public double hypot(int count, int values) {
    double result = 0;
    for (int i = 0; i < count; i++) {
      result = Math.hypot(result, emscripten.memory().f64(values + 8 * i));
    }
    return result;
  }
}
