package graft.cli;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/// How much of a module is translated: a line on the terminal that is written over. Where standard
/// error is no terminal it says nothing.
final class Progress implements LongConsumer, AutoCloseable {
  private final Console console;
  private final String what;
  private final long total;
  private final boolean shown;
  private final AtomicInteger percent = new AtomicInteger(-1);

  private Progress(Console console, String what, long total, boolean shown) {
    this.console = console;
    this.what = what;
    this.total = total;
    this.shown = shown;
  }

  /// @param total how much there is to do
  static Progress of(Console console, String what, long total) {
    // TERM is only in the environment of those who started graft as a command.
    java.io.Console terminal = console.environment().containsKey("TERM") ? System.console() : null;
    return new Progress(console, what, total, terminal != null && terminal.isTerminal());
  }

  @Override
  public void accept(long done) {
    int now = (int) (100 * done / Math.max(1, total));
    if (shown && percent.getAndAccumulate(now, Math::max) < now) {
      console.err().print(String.format(Locale.ROOT, "\r%3d%%  %s", now, what));
      console.err().flush();
    }
  }

  @Override
  public void close() {
    if (shown) {
      console.err().print("\r" + " ".repeat(what.length() + 6) + "\r");
      console.err().flush();
    }
  }
}
