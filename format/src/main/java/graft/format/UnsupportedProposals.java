package graft.format;

/// What bytes mean in the proposals that Graft does not have, for messages: whoever compiled for
/// one of them shall read which.
final class UnsupportedProposals {
  private UnsupportedProposals() {}

  /// Which proposal has a form in the type section.
  ///
  /// @return what to put behind a message; empty if none has it
  static String ofForm(int form) {
    return said(
        switch (form) {
          case 0x4e, 0x4f, 0x50, 0x5e, 0x5f -> "garbage collection";
          case 0x5d -> "stack switching";
          default -> "";
        });
  }

  /// Which proposal has a value type that begins with a byte.
  static String ofType(int type) {
    return said(
        switch (type) {
          case 0x63, 0x64 -> "typed function references";
          case 0x61, 0x62, 0x66, 0x67 -> "reference-typed strings";
          case 0x65 -> "shared-everything threads";
          case 0x68, 0x75 -> "stack switching";
          case 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x71, 0x72, 0x73, 0x77, 0x78 -> "garbage collection";
          default -> "";
        });
  }

  /// Which proposal has an index where a heap type is expected.
  static String ofTypeIndex() {
    return said("typed function references");
  }

  /// Which proposal has tables with an initializer.
  static String ofTableInitializer() {
    return said("typed function references");
  }

  /// Which proposal has an instruction of one byte.
  static String ofOpcode(int code) {
    return said(
        switch (code) {
          case 0x14, 0x15, 0xd4, 0xd5, 0xd6 -> "typed function references";
          case 0xd3, 0xfb -> "garbage collection";
          case 0xe0, 0xe1, 0xe2, 0xe3, 0xe4, 0xe5, 0xe6 -> "stack switching";
          default -> "";
        });
  }

  /// Which proposal has an instruction of a prefix and a number.
  static String ofPrefixed(int prefix, long number) {
    return said(prefix == 0xfc && number >= 0x13 && number <= 0x16 ? "wide arithmetic" : "");
  }

  private static String said(String proposal) {
    return proposal.isEmpty()
        ? ""
        : ": of the " + proposal + " proposal, which is not supported; compile without it";
  }
}
