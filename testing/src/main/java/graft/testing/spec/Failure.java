package graft.testing.spec;

import org.jspecify.annotations.Nullable;

/// An assertion that does not hold.
///
/// @param place `core/i32.wast:12`
/// @param what which assertion, what was expected and what was found
/// @param cause an exception that nobody expected, or null
public record Failure(String place, String what, @Nullable Throwable cause) {
  /// One line.
  @Override
  public String toString() {
    return place + ": " + what;
  }
}
