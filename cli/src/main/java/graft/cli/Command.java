package graft.cli;

import java.io.IOException;
import java.util.List;

/// A command of `graft`: what its help says of it, and what it does.
interface Command {
  /// What it is called.
  String name();

  /// What stands behind its name: `[OPTIONS] FILE...`.
  String synopsis();

  /// What it does, for the list of all commands.
  String summary();

  /// Its options, for parser and help; `--help` is every command's.
  List<Option> options();

  /// What the help says further, in lines of at most 90 characters; may be empty.
  String details();

  /// Where its options may stand.
  default Arguments.Style style() {
    return Arguments.Style.ANYWHERE;
  }

  /// Does it.
  ///
  /// @return the exit status
  /// @throws UsageException if the command line makes no sense
  /// @throws Failure if it cannot be done
  /// @throws IOException if it cannot be done because of a file
  int run(Console console, Arguments arguments) throws IOException;
}
