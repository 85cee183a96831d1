package graft.testing.spec;

import java.util.ArrayList;
import java.util.List;

/// What became of one script's assertions.
public final class ScriptResult {
  private final String script;
  private final List<Failure> failures = new ArrayList<>();
  private int passed;
  private int skipped;
  private int textOnly;

  ScriptResult(String script) {
    this.script = script;
  }

  void pass() {
    passed++;
  }

  void fail(Failure failure) {
    failures.add(failure);
  }

  void skip() {
    skipped++;
  }

  void skipTextOnly() {
    textOnly++;
  }

  /// The script: `core/i32.wast`.
  public String script() {
    return script;
  }

  /// How many assertions held.
  public int passed() {
    return passed;
  }

  /// The assertions that did not.
  public List<Failure> failures() {
    return failures;
  }

  /// How many were left out for a reason that `spec-skips.txt` gives.
  public int skipped() {
    return skipped;
  }

  /// How many concern a parser of the text format only.
  public int textOnly() {
    return textOnly;
  }
}
