package graft.ld;

import java.util.List;

/// What a link had to say.
///
/// @param messages in the order in which they came up
public record LinkReport(List<Message> messages) {
  /// Copies the messages.
  public LinkReport {
    messages = List.copyOf(messages);
  }

  /// How bad it is.
  public enum Severity {
    /// There is no output.
    ERROR,
    /// There is output, but it may not be what was meant.
    WARNING,
    /// What was asked for: `--trace`, `--print-map` and the like.
    OUTPUT,
    /// What only `--verbose` shows.
    LOG
  }

  /// One message, without `wasm-ld: error:` in front.
  public record Message(Severity severity, String text) {
    /// As wasm-ld prints it.
    @Override
    public String toString() {
      return switch (severity) {
        case ERROR -> "wasm-ld: error: " + text;
        case WARNING -> "wasm-ld: warning: " + text;
        case LOG -> "wasm-ld: " + text;
        case OUTPUT -> text;
      };
    }
  }

  /// The errors, without `wasm-ld: error:` in front.
  public List<String> errors() {
    return texts(Severity.ERROR);
  }

  /// The warnings, without `wasm-ld: warning:` in front.
  public List<String> warnings() {
    return texts(Severity.WARNING);
  }

  private List<String> texts(Severity severity) {
    return messages.stream().filter(m -> m.severity == severity).map(Message::text).toList();
  }
}
