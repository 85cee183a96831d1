package graft.host.emscripten;

import graft.runtime.HostFunction;

/// The upper half of a 64-bit result, for guests whose compiler splits an i64 into two i32 at their
/// border.
final class TempRet0 {
  private int value;

  /// Keeps the upper half of a number and gives the lower.
  int split(long number) {
    value = (int) (number >> 32);
    return (int) number;
  }

  @HostFunction
  public int getTempRet0() {
    return value;
  }

  @HostFunction
  public void setTempRet0(int newValue) {
    value = newValue;
  }
}
