package graft.dl;

import graft.format.Demangler;

/// Variables of C++ that every module has that uses them, and of which a process has one: type
/// infos and their names, statics of inline functions and their guards, static members of
/// templates. ELF marks them (`STB_GNU_UNIQUE`), so that libraries share them which otherwise do
/// not see each other: exceptions and `dynamic_cast` need that. Modules do not mark them; their
/// names tell.
final class VagueLinkage {
  private VagueLinkage() {}

  /// Whether a variable is of this kind.
  ///
  /// @param name as modules export it; inline variables outside of templates look like others
  static boolean isUnique(String name) {
    if (!name.startsWith("_Z")) {
      return false;
    }
    boolean byPrefix =
        name.startsWith("_ZTI")
            || name.startsWith("_ZTS")
            || name.startsWith("_ZZ")
            || name.startsWith("_ZGV")
            || name.startsWith("_ZGR");
    return byPrefix || (name.startsWith("_ZN") && name.indexOf('I') > 0 && isTemplateMember(name));
  }

  private static boolean isTemplateMember(String name) {
    return Demangler.demangle(name).contains(">::");
  }
}
