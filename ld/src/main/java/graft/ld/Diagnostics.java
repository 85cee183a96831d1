package graft.ld;

import graft.format.MalformedModuleException;
import java.util.ArrayList;
import java.util.List;

/// What a link has to say: errors and warnings, in the order in which they were found. The link
/// goes on after an error for as long as it can find more of them.
final class Diagnostics {
  private static final String TOO_MANY =
      "too many errors emitted, stopping now (use -error-limit=0 to see all errors)";

  private Log log = new Log();
  private int errorLimit = 20;
  private boolean fatalWarnings;
  private boolean noInhibitExec;
  private boolean verbose;
  private boolean colors;

  /// What was said.
  private static final class Log {
    final List<LinkReport.Message> messages = new ArrayList<>();
    int errors;
  }

  /// Too many errors, or one too bad: the link stops where it is.
  static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stop() {
      super("errors", null, false, false);
    }
  }

  void configure(int limit, boolean warningsAreErrors, boolean inhibitNothing, boolean logs) {
    errorLimit = limit;
    fatalWarnings = warningsAreErrors;
    noInhibitExec = inhibitNothing;
    verbose = logs;
  }

  /// Others with the same settings, for a stage that begins before the one in front of it has
  /// ended: what they say is kept back until {@link #tell}.
  Diagnostics ahead() {
    Diagnostics ahead = new Diagnostics();
    ahead.configure(errorLimit, fatalWarnings, noInhibitExec, verbose);
    return ahead;
  }

  /// Says what was kept back, and from here on everything at once.
  ///
  /// @param all what the link has said so far: no errors
  void tell(Diagnostics all) {
    all.log.messages.addAll(log.messages);
    all.log.errors += log.errors;
    log = all.log;
  }

  /// Reports an error.
  void error(String text) {
    if (errorLimit != 0 && log.errors >= errorLimit) {
      if (log.errors == errorLimit) {
        log.errors++;
        log.messages.add(new LinkReport.Message(LinkReport.Severity.ERROR, TOO_MANY));
      }
      throw new Stop();
    }
    log.errors++;
    log.messages.add(new LinkReport.Message(LinkReport.Severity.ERROR, text));
  }

  /// Reports an error that makes all others meaningless.
  void fatal(String text) {
    error(text);
    throw new Stop();
  }

  /// Reports a damaged file.
  void malformed(MalformedModuleException e) {
    error(e.file() + ": " + e.reason() + " (at offset 0x" + Long.toHexString(e.offset()) + ")");
  }

  /// Reports that the JVM has too little memory for the link.
  void outOfMemory() {
    log.errors++;
    log.messages.add(
        new LinkReport.Message(
            LinkReport.Severity.ERROR, "not enough memory: give the JVM more (-Xmx)"));
  }

  /// Reports what is an error unless output was asked for all the same (`--noinhibit-exec`).
  void errorOrWarn(String text) {
    if (noInhibitExec) {
      warn(text);
    } else {
      error(text);
    }
  }

  /// Reports a warning.
  void warn(String text) {
    if (fatalWarnings) {
      error(text);
    } else {
      log.messages.add(new LinkReport.Message(LinkReport.Severity.WARNING, text));
    }
  }

  /// Says what was asked for, as `--trace` does.
  void say(String text) {
    log.messages.add(new LinkReport.Message(LinkReport.Severity.OUTPUT, text));
  }

  /// Says what only `--verbose` wants to know.
  void log(String text) {
    if (verbose) {
      log.messages.add(new LinkReport.Message(LinkReport.Severity.LOG, text));
    }
  }

  /// The same with something behind it, whose text is made only then.
  void log(String text, Object what) {
    if (verbose) {
      log(text + what);
    }
  }

  void useColors(boolean use) {
    colors = use;
  }

  /// Whether a terminal shows severities in color.
  boolean hasColors() {
    return colors;
  }

  boolean hasErrors() {
    return log.errors > 0;
  }

  List<LinkReport.Message> messages() {
    return List.copyOf(log.messages);
  }
}
