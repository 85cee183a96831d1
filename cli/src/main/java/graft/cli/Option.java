package graft.cli;

import org.jspecify.annotations.Nullable;

/// An option of a command: a row from which both the parser and the help are made.
///
/// @param name as it is written: `--lib-path`
/// @param value what stands for its value in the help (`DIR`), or null if it takes none
/// @param help what it does, a line or several
record Option(String name, @Nullable String value, String help) {
  /// An option without a value.
  static Option flag(String name, String help) {
    return new Option(name, null, help);
  }

  /// An option with a value: `--name VALUE` or `--name=VALUE`. It may be given several times.
  static Option of(String name, String value, String help) {
    return new Option(name, value, help);
  }

  /// As the help shows it: `--lib-path DIR`.
  String synopsis() {
    return value == null ? name : name + " " + value;
  }
}
