// README's example of the linker; ReadmeTest compares and runs it.
package graft.cli;

import graft.ld.LinkInput;
import graft.ld.LinkResult;
import graft.ld.Linker;
import java.util.List;

final class LinkPlugin {
  /// An object that was compiled with -fPIC, made a side module.
  static byte[] link(byte[] object) {
    LinkResult result =
        Linker.link(
            List.of(
                "-shared",
                "--experimental-pic",
                "--unresolved-symbols=import-dynamic", // what it needs of its host
                "-o",
                "plugin.so",
                "plugin.o"),
            List.of(new LinkInput("plugin.o", object)));
    return result
        .output()
        .orElseThrow(
            () -> new IllegalArgumentException(String.join("\n", result.report().errors())));
  }
}
