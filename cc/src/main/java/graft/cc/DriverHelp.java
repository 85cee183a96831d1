package graft.cc;

/// What `graft cc --help` prints, made of the tables.
final class DriverHelp {
  private static final int COLUMN = 34;

  private DriverHelp() {}

  /// The text.
  ///
  /// @param name `cc` or `c++`
  static String of(String name) {
    StringBuilder text = new StringBuilder();
    text.append("usage: graft ").append(name).append(" [OPTIONS] FILE...\n\n");
    text.append("compile C and C++ with an installed clang and link it, as emcc does\n\n");
    for (DriverOption option : DriverOption.values()) {
      row(text, left(option), option.help);
    }
    text.append("\nsettings (-s NAME[=VALUE] or -sNAME[=VALUE]):\n");
    for (Setting setting : Setting.values()) {
      String standard = setting.standard.isEmpty() ? "" : "=" + setting.standard;
      row(text, setting.name() + standard, setting.help);
    }
    return text.append(
            """

            Files are sources (.c .cpp .cc .cxx .S ...), objects, archives and side modules; a side
            module on the command line is needed by the output. @FILE stands for the words in FILE.
            GRAFT_CLANG names the compiler, WASI_SYSROOT the folder of headers and libraries.
            """)
        .toString();
  }

  private static String left(DriverOption option) {
    if (option.value == null) {
      return option.spelling;
    }
    boolean joined = option.style == DriverOption.Style.JOINED;
    return option.spelling + (joined ? "" : " ") + option.value;
  }

  private static void row(StringBuilder text, String left, String right) {
    text.append("  ").append(left).append(" ".repeat(Math.max(1, COLUMN - 2 - left.length())));
    text.append(right).append('\n');
  }
}
