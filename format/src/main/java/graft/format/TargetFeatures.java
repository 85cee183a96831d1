package graft.format;

import java.util.LinkedHashSet;
import java.util.Set;

/// Which features of WebAssembly a module was compiled for: its `target_features` section
/// ([Linking.md](https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md#target-features-section)).
///
/// @param used what it uses (prefix `+`), such as `bulk-memory`, in order
/// @param required what every module linked with it must use (prefix `=`; LLVM writes none since
///   20)
/// @param disallowed what no module linked with it may use (prefix `-`)
public record TargetFeatures(Set<String> used, Set<String> required, Set<String> disallowed) {
  private static final int USED = '+';
  private static final int REQUIRED = '=';
  private static final int DISALLOWED = '-';

  /// What a module says; nothing if it has no such section.
  ///
  /// @throws MalformedModuleException if the section is malformed
  public static TargetFeatures of(WasmModule module) {
    TargetFeatures features =
        new TargetFeatures(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
    Section section = module.customSection("target_features");
    if (section != null) {
      SectionReader in = new SectionReader(module.file(), module.bytes(), section);
      in.each("features", () -> features.read(in));
      in.expectEnd();
    }
    return features;
  }

  private void read(SectionReader in) {
    int at = in.position();
    int prefix = in.u8();
    Set<String> set =
        switch (prefix) {
          case USED -> used;
          case REQUIRED -> required;
          case DISALLOWED -> disallowed;
          default -> throw in.malformed("malformed feature prefix: " + prefix, at);
        };
    set.add(in.name());
  }
}
