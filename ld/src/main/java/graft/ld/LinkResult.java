package graft.ld;

import java.util.Optional;

/// What a link gives.
///
/// @param output the module or object; empty if there were errors, or nothing to link was asked for
/// @param report errors, warnings and what else was to be said
public record LinkResult(Optional<byte[]> output, LinkReport report) {
  /// Whether nothing went wrong.
  public boolean succeeded() {
    return report.errors().isEmpty();
  }
}
