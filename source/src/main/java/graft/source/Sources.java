package graft.source;

import graft.dl.ModuleSource;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Makes places where the loader looks for libraries. See {@link ModuleSource} for folders and
/// modules in memory.
public final class Sources {
  /// The beginning of an address: two letters at least, as one is a drive of Windows.
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):/");

  /// How a server says that there is no such file; some that keep lists to themselves say 403.
  private static final Set<Integer> NONE = Set.of(403, 404, 410);

  private Sources() {}

  /// A folder of a server.
  ///
  /// @throws IllegalArgumentException if the address is not one of HTTP, or has a query
  public static ModuleSource http(URI folder, Fetcher fetcher) {
    return new HttpSource(folder, fetcher);
  }

  /// A manifest in a file.
  ///
  /// @throws IOException if it cannot be read or is malformed
  public static ManifestSource manifest(Path file, Fetcher fetcher) throws IOException {
    Manifest manifest = parsed(file.toString(), Files.readAllBytes(file));
    return ManifestSource.of(file, manifest, fetcher);
  }

  /// A manifest of a server, which is fetched now.
  ///
  /// @throws IOException if it cannot be fetched or is malformed
  public static ManifestSource manifest(URI uri, Fetcher fetcher) throws IOException {
    byte[] bytes = fetcher.fetch(FetchRequest.of(uri, FetchRequest.Kind.MANIFEST)).bytes();
    return ManifestSource.of(uri, parsed(uri.toString(), bytes), fetcher);
  }

  /// A manifest in a file, with its signature beside it.
  ///
  /// @throws IOException if it cannot be read, is malformed, is not signed by a trusted key, or has
  ///   a library without integrity
  public static ManifestSource manifest(Path file, Fetcher fetcher, ManifestKeys keys)
      throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    byte[] signature;
    try {
      signature = Files.readAllBytes(Path.of(file + ManifestKeys.SIGNATURE_SUFFIX));
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": not signed: no " + e.getMessage(), e);
    }
    keys.verify(file.toString(), bytes, signature);
    return ManifestSource.of(file, covered(file.toString(), bytes), fetcher);
  }

  /// A manifest of a server, which is fetched now, with its signature beside it.
  ///
  /// @throws IOException if it cannot be fetched, is malformed, is not signed by a trusted key, or
  ///   has a library without integrity
  public static ManifestSource manifest(URI uri, Fetcher fetcher, ManifestKeys keys)
      throws IOException {
    URI beside = URI.create(uri + ManifestKeys.SIGNATURE_SUFFIX);
    byte[] bytes = fetcher.fetch(FetchRequest.of(uri, FetchRequest.Kind.MANIFEST)).bytes();
    byte[] signature;
    try {
      signature = fetcher.fetch(FetchRequest.of(beside, FetchRequest.Kind.FILE)).bytes();
    } catch (FetchException e) {
      throw new IOException(uri + ": not signed: " + e.getMessage(), e);
    }
    keys.verify(uri.toString(), bytes, signature);
    return ManifestSource.of(uri, covered(uri.toString(), bytes), fetcher);
  }

  /// What is most often given for a manifest, and is none, is named.
  private static Manifest parsed(String name, byte[] bytes) throws IOException {
    String start = new String(bytes, 0, Math.min(64, bytes.length), StandardCharsets.ISO_8859_1);
    if (start.startsWith("\0asm")) {
      throw new IOException(
          name
              + ": is a WebAssembly module, expected a folder, a manifest (.json) or an archive"
              + " (.zip, .jar, .tar, .tar.gz)");
    }
    if (start.stripLeading().startsWith("<")) {
      throw new IOException(
          name + ": expected a manifest, found a page of HTML or XML: is the address right?");
    }
    return Manifest.parse(name, bytes);
  }

  /// A manifest whose signature says what is in each of its libraries, too.
  private static Manifest covered(String name, byte[] bytes) throws IOException {
    Manifest manifest = Manifest.parse(name, bytes);
    for (var each : manifest.libraries().entrySet()) {
      if (each.getValue().integrity() == null) {
        throw new IOException(
            name
                + ": "
                + each.getKey()
                + " has no integrity, so the signature does not cover its contents; graft manifest"
                + " writes them all");
      }
    }
    return manifest;
  }

  /// An archive in a file: `.zip`, `.jar`, `.tar`, `.tar.gz`. It is read when something is first
  /// looked for in it.
  public static ModuleSource bundle(Path file) {
    return bundle(file, Bundle.Limits.DEFAULT);
  }

  /// The same with other limits.
  ///
  /// @param limits what it may hold; all of it is kept in memory
  public static ModuleSource bundle(Path file, Bundle.Limits limits) {
    return new BundleSource(
        file.toString(),
        true,
        InstantSource.system(),
        _ -> Bundle.read(file.toString(), LocalFiles.read(file, limits.archiveBytes()), limits));
  }

  /// An archive of a server, which is fetched when something is first looked for in it.
  public static ModuleSource bundle(URI uri, Fetcher fetcher) {
    return bundle(uri, fetcher, Bundle.Limits.DEFAULT);
  }

  /// The same with other limits.
  ///
  /// @param limits what it may hold; all of it is kept in memory. How large it may be itself, the
  ///   fetcher's limits say
  public static ModuleSource bundle(URI uri, Fetcher fetcher, Bundle.Limits limits) {
    FetchRequest plain = FetchRequest.of(uri, FetchRequest.Kind.BUNDLE);
    return new BundleSource(
        uri.toString(),
        false,
        fetcher.options().clock(),
        requester -> {
          FetchRequest request =
              new FetchRequest(uri, plain.kind(), plain.library(), requester, null, -1);
          byte[] bytes = fetcher.fetch(request).bytes();
          return Bundle.read(uri.toString(), bytes, limits);
        });
  }

  /// Resources on the class path.
  ///
  /// @param folder where they are, without a slash in front: `wasm`
  public static ModuleSource resources(ClassLoader loader, String folder) {
    return resources("resources in " + folder, folder, loader::getResourceAsStream);
  }

  /// Resources of a module on the module path. A package must be open to be read.
  ///
  /// @param folder where they are, without a slash in front: `wasm`
  public static ModuleSource resources(Module module, String folder) {
    return resources(
        "resources of " + module.getName() + " in " + folder, folder, module::getResourceAsStream);
  }

  /// Opens a resource.
  @FunctionalInterface
  private interface Opener {
    @Nullable InputStream open(String path) throws IOException;
  }

  private static ModuleSource resources(String label, String folder, Opener opener) {
    String prefix = folder.isEmpty() || folder.endsWith("/") ? folder : folder + "/";
    return ModuleSource.reading(
        label,
        name -> {
          if (!Addresses.isContained(name)) {
            return null;
          }
          try (InputStream in = opener.open(prefix + name)) {
            return in == null ? null : in.readAllBytes();
          }
        });
  }

  /// One module in memory.
  ///
  /// @param place what messages call the place
  static ModuleSource bytes(String place, String name, byte[] bytes) {
    return ModuleSource.reading(place, each -> each.equals(name) ? bytes : null);
  }

  /// Several places, in this order.
  public static ModuleSource list(List<ModuleSource> places) {
    return new SearchList(places);
  }

  /// What somebody has written down as a place: the address of a folder, manifest (`.json`) or
  /// archive (`.zip`, `.jar`, `.tar`, `.tar.gz`, `.tgz`), or the path of one. What a
  /// `graft-manifest.json` in a folder names has the contents that it says.
  ///
  /// @param current where relative paths start
  /// @throws IOException if there is no such file, or a manifest cannot be fetched or read
  /// @throws IllegalArgumentException if an address is not one of HTTP
  public static ModuleSource of(String place, Path current, Fetcher fetcher) throws IOException {
    if (isAddress(place)) {
      URI uri = URI.create(place);
      String path = uri.getPath() == null ? "" : uri.getPath();
      return isManifest(path)
          ? manifest(uri, fetcher)
          : isArchive(path) ? bundle(uri, fetcher) : folder(uri, fetcher);
    }
    refuseAddress(place);
    Path file = current.resolve(place);
    if (Files.isDirectory(file)) {
      Path list = file.resolve(Manifest.FILE_NAME);
      ModuleSource plain = ModuleSource.folder(file);
      return Files.exists(list) ? manifest(list, fetcher).orElse(plain) : plain;
    }
    if (!Files.exists(file)) {
      throw new NoSuchFileException(place);
    }
    return isArchive(place) ? bundle(file) : manifest(file, fetcher);
  }

  /// A folder of a server, with the manifest in it if there is one: what that names has the
  /// contents, and comes at the time, that it says.
  private static ModuleSource folder(URI uri, Fetcher fetcher) throws IOException {
    ModuleSource plain = http(uri, fetcher);
    URI list = Addresses.folder(uri).resolve(Manifest.FILE_NAME);
    try {
      return manifest(list, fetcher).orElse(plain);
    } catch (FetchException e) {
      boolean offline = e.status() == 0 && fetcher.options().offline();
      if (!offline && !NONE.contains(e.status())) {
        // There may be one, and what it says must not be passed over.
        throw e;
      }
      return plain;
    }
  }

  /// @throws IllegalArgumentException if it looks like an address, but is none that can be fetched
  private static void refuseAddress(String place) {
    Matcher scheme = SCHEME.matcher(place);
    if (scheme.lookingAt()) {
      throw new IllegalArgumentException(
          "expected a path, http:// or https://, found "
              + place
              + (scheme.group(1).equalsIgnoreCase("file") ? ": write the path alone" : ""));
    }
  }

  /// The same, if nothing is believed that is not signed: a manifest whose signature stands beside
  /// it, or a folder with such a `graft-manifest.json`, of which nothing else is taken.
  ///
  /// @throws IOException if it is no such manifest
  public static ModuleSource signed(String place, Path current, Fetcher fetcher, ManifestKeys keys)
      throws IOException {
    if (!isAddress(place)) {
      refuseAddress(place);
    }
    if (isArchive(place)) {
      throw new IOException(
          place
              + ": expected a signed manifest (.json), as keys are given; graft manifest --sign"
              + " makes one");
    }
    if (isAddress(place)) {
      URI uri = URI.create(place);
      boolean folder = !isManifest(uri.getPath() == null ? "" : uri.getPath());
      return manifest(
          folder ? Addresses.folder(uri).resolve(Manifest.FILE_NAME) : uri, fetcher, keys);
    }
    Path file = current.resolve(place);
    Path list = Files.isDirectory(file) ? file.resolve(Manifest.FILE_NAME) : file;
    if (!Files.exists(file)) {
      throw new NoSuchFileException(place);
    }
    if (!Files.exists(list)) {
      throw new IOException(
          place
              + ": not signed: no "
              + Manifest.FILE_NAME
              + " there; graft manifest --sign KEY DIR makes one");
    }
    return manifest(list, fetcher, keys);
  }

  /// Whether this is an address, not a path.
  public static boolean isAddress(String place) {
    String lower = place.toLowerCase(Locale.ROOT);
    return lower.startsWith("http://") || lower.startsWith("https://");
  }

  private static boolean isManifest(String path) {
    return path.endsWith(".json");
  }

  private static boolean isArchive(String path) {
    return List.of(".zip", ".jar", ".tar", ".tar.gz", ".tgz").stream().anyMatch(path::endsWith);
  }

  /// Gets modules of a place and what they need there, all at once, verified and prepared for
  /// translation, before anybody waits for them.
  ///
  /// @return ends when all are here; fails with a {@link graft.dl.LoadException} if one is not
  ///   there or is no module. Cancelling it, or letting it time out, ends the fetches that nobody
  ///   else waits for
  public static CompletableFuture<Void> preload(ModuleSource source, List<String> names) {
    return new Prefetch(source).all(names);
  }
}
