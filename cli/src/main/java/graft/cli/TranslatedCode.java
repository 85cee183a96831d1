package graft.cli;

import graft.compiler.CodeCache;
import graft.source.DiskCache;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where commands keep translated code.
final class TranslatedCode {
  /// For commands that run modules.
  static final Option OPTION =
      Option.of(
          "--code-cache",
          "DIR",
          "keep translated code in this folder (off: nowhere; default: graft cache says)");

  /// What switches it off, as a folder's name.
  private static final String OFF = "off";

  private TranslatedCode() {}

  /// The cache that the command line or the environment names: `GRAFT_CODE_CACHE`, or a folder in
  /// that of {@link DiskCache}.
  ///
  /// @return null if there is none: it is switched off, or nobody says where it may be
  static @Nullable CodeCache cache(Console console, Arguments arguments) {
    Map<String, String> environment = console.environment();
    String given = given(console, arguments);
    if (given != null && !given.isEmpty()) {
      return given.equals(OFF) ? null : CodeCache.in(console.resolve(given));
    }
    boolean hasPlace =
        environment.containsKey("GRAFT_CACHE")
            || environment.containsKey("XDG_CACHE_HOME")
            || environment.containsKey("HOME")
            || environment.containsKey("LOCALAPPDATA");
    Path folder = DiskCache.defaultFolder(environment).resolve("code");
    return hasPlace ? CodeCache.in(console.folder().resolve(folder)) : null;
  }

  /// Whether somebody has switched it off.
  static boolean isOff(Console console, Arguments arguments) {
    return OFF.equals(given(console, arguments));
  }

  private static @Nullable String given(Console console, Arguments arguments) {
    String given = arguments.value(OPTION.name());
    return given == null ? console.environment().get("GRAFT_CODE_CACHE") : given;
  }
}
