package graft.source;

import graft.format.Dylink;
import graft.format.InvalidModuleException;
import graft.format.MalformedModuleException;
import graft.format.ModuleReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A list of libraries: where each is, what its contents must be, what it needs, and when to get
/// it. In a file:
///
/// ```json
/// {
///   "graft-manifest": 1,
///   "libraries": {
///     "libz.so": {"url": "libz.so", "integrity": "sha384-...", "size": 90112, "needed": []}
///   }
/// }
/// ```
///
/// @param libraries by the names that modules know them by
public record Manifest(Map<String, Item> libraries) {
  private static final int VERSION = 1;

  private static final List<String> FIELDS = List.of("url", "integrity", "size", "needed", "when");

  /// `libz.so`, `libz.so.1.3`, but not `libz.so.gz`.
  static final Pattern SHARED_OBJECT = Pattern.compile("\\.so(\\.\\d+)*$");

  /// The name that a manifest usually has.
  public static final String FILE_NAME = "graft-manifest.json";

  /// Copies the map, and keeps its order.
  public Manifest {
    libraries = Collections.unmodifiableMap(new LinkedHashMap<>(libraries));
  }

  /// When to get a library.
  public enum When {
    /// Before the program starts.
    START,
    /// In the background, after it has started.
    BACKGROUND,
    /// When it is opened, or first called.
    DEMAND;

    /// As a manifest writes it: `start`, `background`, `demand`.
    ///
    /// @throws IllegalArgumentException if it is none of these
    public static When of(String text) {
      return switch (text) {
        case "start" -> START;
        case "background" -> BACKGROUND;
        case "demand" -> DEMAND;
        default ->
            throw new IllegalArgumentException(
                "expected when to be start, background or demand, found " + text);
      };
    }
  }

  /// A library.
  ///
  /// @param url where it is; it may be relative to the manifest
  /// @param integrity what its contents must be, or null
  /// @param size in bytes, or -1
  /// @param needed the libraries that it needs
  /// @param when when to get it
  public record Item(
      String url, @Nullable Integrity integrity, long size, List<String> needed, When when) {
    /// Copies the list.
    public Item {
      needed = List.copyOf(needed);
    }
  }

  /// Describes the dynamic libraries in a folder, with SHA-384.
  ///
  /// @throws IOException if a file cannot be read, or is called `.so` or `.wasm` but is no module
  public static Manifest of(Path folder) throws IOException {
    List<IOException> problems = new ArrayList<>();
    Manifest manifest = of(folder, problems::add);
    if (!problems.isEmpty()) {
      throw problems.getFirst();
    }
    return manifest;
  }

  /// Describes those of the dynamic libraries in a folder that can be read, with SHA-384.
  ///
  /// @param problems is told of each other file that is called `.so` or `.wasm`
  /// @throws IOException if the folder cannot be read
  public static Manifest of(Path folder, Consumer<IOException> problems) throws IOException {
    Map<String, Item> libraries = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Manifest::isModule).sorted().toList()) {
        String name = String.valueOf(file.getFileName());
        byte[] bytes;
        Dylink dylink;
        try {
          bytes = Files.readAllBytes(file);
          dylink = ModuleReader.read(file.toString(), bytes).dylink();
        } catch (IOException e) {
          problems.accept(e);
          continue;
        } catch (MalformedModuleException | InvalidModuleException e) {
          problems.accept(new IOException(e.getMessage(), e));
          continue;
        }
        if (dylink != null) {
          Integrity integrity = Integrity.of(Integrity.Algorithm.SHA384, bytes);
          libraries.put(
              name, new Item(name, integrity, bytes.length, dylink.needed(), When.DEMAND));
        }
      }
    }
    return new Manifest(libraries);
  }

  private static boolean isModule(Path file) {
    String name = String.valueOf(file.getFileName());
    return Files.isRegularFile(file)
        && (name.endsWith(".wasm") || SHARED_OBJECT.matcher(name).find());
  }

  /// Reads a manifest.
  ///
  /// @param name what it is called in messages
  /// @throws IOException if it is malformed, or has a field that is unknown (what is misspelled
  ///   would be passed over in silence): `file: what`
  public static Manifest parse(String name, byte[] bytes) throws IOException {
    Json.ObjectValue json = Json.read(name, bytes);
    long version = json.number("graft-manifest");
    if (version != VERSION) {
      throw new IOException(name + ": expected version " + VERSION + ", found " + version);
    }
    json.expectOnly(List.of("graft-manifest", "libraries"));
    Map<String, Item> libraries = new LinkedHashMap<>();
    for (var each : json.objects("libraries").entrySet()) {
      libraries.put(each.getKey(), item(each.getValue()));
    }
    return new Manifest(libraries);
  }

  private static Item item(Json.ObjectValue json) throws IOException {
    json.expectOnly(FIELDS);
    String integrity = json.optionalText("integrity");
    String when = json.optionalText("when");
    try {
      return new Item(
          json.text("url"),
          integrity == null ? null : Integrity.parse(integrity),
          json.optionalText("size") == null ? -1 : json.number("size"),
          json.texts("needed"),
          when == null ? When.DEMAND : When.of(when));
    } catch (IllegalArgumentException e) {
      throw new IOException(json.where() + ": " + e.getMessage(), e);
    }
  }

  /// The libraries whose contents nobody verifies, where those of others are: most often somebody
  /// has forgotten them.
  ///
  /// @return none if no library has an integrity
  public List<String> unverified() {
    List<String> without =
        libraries.entrySet().stream()
            .filter(each -> each.getValue().integrity == null)
            .map(Map.Entry::getKey)
            .toList();
    return without.size() == libraries.size() ? List.of() : without;
  }

  /// The same, with another time for some libraries.
  ///
  /// @param which says for a name whether its library is meant
  public Manifest with(Predicate<String> which, When when) {
    Map<String, Item> changed = new LinkedHashMap<>(libraries);
    changed.replaceAll((name, item) ->
        which.test(name) ? new Item(item.url, item.integrity, item.size, item.needed, when) : item);
    return new Manifest(changed);
  }

  /// As it stands in a file.
  public byte[] toJson() {
    return Json.write(json -> {
      json.writeStartObject();
      json.writeNumberField("graft-manifest", VERSION);
      json.writeObjectFieldStart("libraries");
      for (var each : libraries.entrySet()) {
        Item item = each.getValue();
        json.writeObjectFieldStart(each.getKey());
        json.writeStringField("url", item.url);
        if (item.integrity != null) {
          json.writeStringField("integrity", item.integrity.toString());
        }
        if (item.size >= 0) {
          json.writeNumberField("size", item.size);
        }
        json.writeArrayFieldStart("needed");
        for (String needed : item.needed) {
          json.writeString(needed);
        }
        json.writeEndArray();
        if (item.when != When.DEMAND) {
          json.writeStringField("when", item.when.name().toLowerCase(Locale.ROOT));
        }
        json.writeEndObject();
      }
      json.writeEndObject();
      json.writeEndObject();
    });
  }
}
