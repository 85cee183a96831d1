package graft.cc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The values that settings were given.
final class Settings {
  private final Map<Setting, String> values = new EnumMap<>(Setting.class);

  /// Notes `NAME` or `NAME=VALUE`; the last value of a name holds.
  ///
  /// @throws DriverException if there is no such setting or value
  void add(String text) {
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals);
    String value = equals < 0 ? "1" : text.substring(equals + 1);
    Setting setting = Setting.of(name);
    if (setting == null) {
      throw new DriverException("-s " + name + ": no such setting (--help lists them)");
    }
    if (setting.isNumber() && !value.matches("[0-9]+([KMGkmg]?[Bb]?)")) {
      throw new DriverException("-s " + text + ": expected a number, found '" + value + "'");
    }
    if ((setting == Setting.SIDE_MODULE || setting == Setting.MAIN_MODULE)
        && !value.matches("[012]")) {
      throw new DriverException("-s " + text + ": expected 0, 1 or 2, found " + value);
    }
    if (setting.effect == Setting.Effect.FIXED && !value.equals(setting.standard)) {
      throw new DriverException("-s " + text + ": " + setting.help);
    }
    values.put(setting, value);
  }

  /// The value that holds.
  String value(Setting setting) {
    return values.getOrDefault(setting, setting.standard);
  }

  /// What to say of settings that are not acted upon.
  List<String> warnings() {
    return values.keySet().stream()
        .filter(setting -> setting.effect == Setting.Effect.IGNORED)
        .map(setting -> "-s " + setting + ": " + setting.help)
        .toList();
  }

  /// The value that was given, or null.
  @Nullable String given(Setting setting) {
    return values.get(setting);
  }

  /// Whether the value is not 0.
  boolean has(Setting setting) {
    return !value(setting).equals("0");
  }

  /// The symbols of `EXPORTED_FUNCTIONS`, without the underscore that stands in front of C's names.
  ///
  /// @param folder where a file of names is looked for
  /// @throws DriverException if that file cannot be read
  List<String> exportedFunctions(Path folder) {
    String text = value(Setting.EXPORTED_FUNCTIONS);
    if (text.startsWith("@")) {
      try {
        text = Files.readString(folder.resolve(text.substring(1)));
      } catch (IOException e) {
        throw new DriverException("-s EXPORTED_FUNCTIONS=" + text + ": cannot be read");
      }
    }
    List<String> names = new ArrayList<>();
    for (String part : text.split("[\\[\\]\\s,'\"]+", -1)) {
      if (!part.isEmpty()) {
        names.add(part.startsWith("_") ? part.substring(1) : part);
      }
    }
    return names;
  }
}
