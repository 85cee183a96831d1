package graft.cli;

/// What commands end with. `graft run` ends with the guest's own status if the guest gets to have
/// one.
enum ExitStatus {
  SUCCESS(0, "success"),
  PROBLEM(
      1,
      "a file, key or manifest is missing, malformed, not signed by a trusted key or cannot be"
          + " fetched (but see 127); manifest: a file is no module; cache verify: found problems;"
          + " serve: cannot listen; ldd: a library is not found, or (with -r) a symbol stays"
          + " undefined; ld, cc: there were errors"),
  USAGE(
      2,
      "wrong usage, such as a folder or --source that is not there, --trust without --source (ld,"
          + " cc: 1, as with wasm-ld and emcc)"),
  BUG(70, "a bug in Graft; please report it"),
  TIMEOUT(124, "run: --timeout stopped the program (as timeout has it)"),
  CANNOT_LOAD(
      127,
      "run only, in place of 1: the program, a library or a symbol is missing, malformed or"
          + " invalid, cannot be fetched or has another hash than its manifest says (as ld.so has"
          + " it)"),
  TRAP(134, "run: the program trapped or did not catch an exception (as abort has it)");

  private final int code;
  private final String meaning;

  ExitStatus(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /// The number.
  int code() {
    return code;
  }

  /// What it means, for the help.
  String meaning() {
    return meaning;
  }
}
