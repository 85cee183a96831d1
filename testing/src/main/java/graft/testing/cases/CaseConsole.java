package graft.testing.cases;

import graft.runtime.Guest;
import graft.runtime.HostFunction;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// The host of freestanding programs: prints, a line each.
public final class CaseConsole {
  private final Guest guest;
  private final PrintStream out;

  CaseConsole(Guest guest, OutputStream out) {
    this.guest = guest;
    this.out = new PrintStream(out, true, StandardCharsets.UTF_8);
  }

  /// `void put_str(const char *)`
  @HostFunction("put_str")
  public void putString(int address) {
    line(guest.memory().cString(address));
  }

  /// `void put_int(int)`
  @HostFunction("put_int")
  public void putInt(int value) {
    line(Integer.toString(value));
  }

  /// `void put_i64(long long)`
  @HostFunction("put_i64")
  public void putLong(long value) {
    line(Long.toString(value));
  }

  /// `void put_f64(double)`
  @HostFunction("put_f64")
  public void putDouble(double value) {
    line(String.format(Locale.ROOT, "%.3f", value));
  }

  private void line(String text) {
    out.print(text + "\n");
  }
}
