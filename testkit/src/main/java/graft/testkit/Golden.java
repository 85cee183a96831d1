package graft.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.opentest4j.AssertionFailedError;

/// Golden files: expected output that lies beside what produces it. With `-Dbless` a test writes
/// what it got, and a person reads the diff.
public final class Golden {
  private Golden() {}

  /// Fails unless the file holds exactly this text; with `-Dbless` writes it instead.
  ///
  /// @param expected the file
  /// @param actual what the test got
  public static void matches(Path expected, String actual) {
    try {
      if (System.getProperty("bless") != null) {
        Files.writeString(expected, actual);
        return;
      }
      String text = Files.exists(expected) ? Files.readString(expected) : "";
      if (!text.equals(actual)) {
        throw new AssertionFailedError(expected + " differs (-Dbless rewrites it)", text, actual);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
