package graft.source;

import graft.dl.ModuleFile;
import graft.dl.ModuleSource;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The libraries of a {@link Manifest}, from wherever it says. One that is a file names files in
/// and below its folder, or addresses; one that came over the network names addresses only. The
/// loader finds here only what is named, and only with the contents that are named.
public final class ManifestSource implements ModuleSource {
  private final Manifest manifest;
  private final String place;
  private final @Nullable Path folder;
  private final @Nullable URI base;
  private final Fetcher fetcher;

  private final @Nullable ModuleSource others;

  private ManifestSource(
      Manifest manifest,
      String place,
      @Nullable Path folder,
      @Nullable URI base,
      Fetcher fetcher,
      @Nullable ModuleSource others) {
    this.manifest = manifest;
    this.place = place;
    this.folder = folder;
    this.base = base;
    this.fetcher = fetcher;
    this.others = others;
  }

  /// A manifest in a file.
  static ManifestSource of(Path file, Manifest manifest, Fetcher fetcher) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    return new ManifestSource(manifest, file.toString(), folder, null, fetcher, null);
  }

  /// A manifest that came from an address.
  static ManifestSource of(URI uri, Manifest manifest, Fetcher fetcher) {
    return new ManifestSource(manifest, uri.toString(), null, uri, fetcher, null);
  }

  /// The same, where what the manifest does not name is looked for elsewhere.
  ManifestSource orElse(ModuleSource elsewhere) {
    return new ManifestSource(manifest, elsewhere.toString(), folder, base, fetcher, elsewhere);
  }

  /// What it lists.
  public Manifest manifest() {
    return manifest;
  }

  @Override
  public @Nullable ModuleFile find(String name) throws IOException {
    return find(name, null);
  }

  @Override
  public @Nullable ModuleFile find(String name, @Nullable String requester) throws IOException {
    Manifest.Item item = manifest.libraries().get(name);
    if (item == null) {
      return others == null ? null : others.find(name, requester);
    }
    Path file = local(item.url());
    if (file != null) {
      return local(name, file, item);
    }
    URI uri = address(name, item.url());
    Fetched fetched =
        fetcher.fetch(
            new FetchRequest(
                uri, FetchRequest.Kind.MODULE, name, requester, item.integrity(), item.size()));
    return new FetchedFile(fetcher, name, uri, fetched.bytes(), false);
  }

  private @Nullable Path local(String url) throws IOException {
    if (folder == null || isAddress(url)) {
      return null;
    }
    try {
      if (Addresses.isContained(url)) {
        return folder.resolve(url);
      }
    } catch (InvalidPathException _) {
      // No name of a file here.
    }
    throw new IOException(url + " leads out of the manifest's folder");
  }

  private URI address(String name, String url) throws IOException {
    try {
      URI uri = new URI(url);
      URI whole = base == null ? uri : base.resolve(uri);
      Origins.of(whole);
      return whole;
    } catch (URISyntaxException e) {
      throw new IOException(
          "no address of " + name + ": unexpected character at " + e.getIndex() + " of " + url, e);
    } catch (IllegalArgumentException e) {
      throw new IOException("no address of " + name + ": " + e.getMessage(), e);
    }
  }

  private ModuleFile local(String name, Path file, Manifest.Item item) throws IOException {
    byte[] bytes;
    try {
      bytes = LocalFiles.read(file, fetcher.options().limits().maxBytes());
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": no such file, but " + described() + " names it", e);
    }
    Integrity integrity = item.integrity();
    String problem =
        integrity != null && !integrity.matches(bytes)
            ? integrity.mismatch(bytes)
            : item.size() >= 0 && bytes.length != item.size()
                ? "expected " + item.size() + " bytes, found " + bytes.length
                : null;
    if (problem != null) {
      throw new IOException(
          file
              + ": "
              + problem
              + ": it is not the file that "
              + described()
              + " describes; if it is the right one, graft manifest describes it anew");
    }
    return Objects.requireNonNull(Sources.bytes(file.toString(), name, bytes).find(name));
  }

  /// The manifest's own file.
  private String described() {
    return others == null ? place : Path.of(place, Manifest.FILE_NAME).toString();
  }

  /// The libraries of the manifest.
  @Override
  public List<String> names() {
    return List.copyOf(manifest.libraries().keySet());
  }

  /// Whether it and all that it lists are files.
  @Override
  public boolean isAtHand() {
    return folder != null
        && manifest.libraries().values().stream().noneMatch(item -> isAddress(item.url()))
        && (others == null || others.isAtHand());
  }

  private static boolean isAddress(String url) {
    return url.matches("[A-Za-z][A-Za-z0-9+.-]*:.*");
  }

  /// Begins with those that are named here, and with all that they need.
  @Override
  public List<String> expect(List<String> names, @Nullable String requester) throws IOException {
    List<String> mine = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    names.forEach(name -> (manifest.libraries().containsKey(name) ? mine : unknown).add(name));
    new Prefetch(this).hint(mine, requester);
    return others == null || unknown.isEmpty() ? unknown : others.expect(unknown, requester);
  }

  /// Gets every library that is wanted at some time, and what those need, all at once.
  ///
  /// @return ends when all are here, or have failed; cancelling it, or letting it time out, ends
  ///   the fetches that nobody else waits for
  public CompletableFuture<Void> preload(Manifest.When when) {
    List<String> names =
        manifest.libraries().entrySet().stream()
            .filter(each -> each.getValue().when() == when)
            .map(each -> each.getKey())
            .toList();
    return preload(names);
  }

  /// Gets some libraries and what they need, all at once.
  ///
  /// @return ends when all are here, or have failed; cancelling it, or letting it time out, ends
  ///   the fetches that nobody else waits for
  public CompletableFuture<Void> preload(List<String> names) {
    return Sources.preload(this, names);
  }

  @Override
  public String toString() {
    return place;
  }
}
