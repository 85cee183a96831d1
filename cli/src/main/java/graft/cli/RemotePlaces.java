package graft.cli;

import graft.dl.ModuleFile;
import graft.dl.ModuleSource;
import graft.host.Downloads;
import graft.host.FetchStore;
import graft.source.DiskCache;
import graft.source.FetchException;
import graft.source.FetchRequest;
import graft.source.Fetcher;
import graft.source.FetcherBuilder;
import graft.source.GuestDownloads;
import graft.source.Manifest;
import graft.source.ManifestKeys;
import graft.source.ManifestSource;
import graft.source.Sources;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// The places that a command line names beside folders: addresses, manifests, archives. Close it
/// when nothing is loaded any more.
final class RemotePlaces implements AutoCloseable {
  private static final Option SOURCE =
      Option.of(
          "--source",
          "PLACE",
          "look for libraries there, too: the path or http(s) address of a folder, a manifest"
              + " (.json) or an archive (.zip, .jar, .tar, .tar.gz); may be repeated. A folder's"
              + " graft-manifest.json holds");
  private static final Option CACHE =
      Option.of(
          "--cache", "DIR", "keep what is fetched in this folder (default: graft cache says)");
  private static final Option OFFLINE =
      Option.flag("--offline", "ask no server; use what is in the cache, however old");
  private static final Option ALLOW =
      Option.of(
          "--allow-origin",
          "URL",
          "ask no other servers than this, and let the program itself fetch from it; may be"
              + " repeated");
  private static final Option TRUST =
      Option.of(
          "--trust",
          "KEY",
          "take libraries only from manifests, or folders with manifests, of --source that this public"
              + " key has signed (see graft manifest), and from nowhere else; a MAIN.wasm of"
              + " this machine is taken as it is; may be repeated");
  private static final Option BASE =
      Option.of(
          "--base-url",
          "URL",
          "what the program fetches by a relative address is below this (needs --allow-origin)");
  private static final Option STORE =
      Option.of(
          "--fetch-store",
          "DIR",
          "where the program keeps what it fetches for later (EMSCRIPTEN_FETCH_PERSIST_FILE;"
              + " default: in memory)");
  private static final Option TRACE =
      Option.flag(
          "--trace-fetch", "tell on standard error what is fetched, from where and for whom");

  /// For commands that load libraries.
  static final List<Option> OPTIONS = List.of(SOURCE, TRUST, CACHE, OFFLINE, ALLOW, TRACE);

  /// For commands that run programs which fetch.
  static final List<Option> PROGRAM_OPTIONS = List.of(BASE, STORE);

  private final Console console;
  private final Fetcher fetcher;
  private final @Nullable ManifestKeys keys;
  private final Remedies remedies;
  private final List<ManifestSource> manifests = new ArrayList<>();
  private final List<CompletableFuture<Void>> starting = new ArrayList<>();

  private RemotePlaces(
      Console console, Fetcher fetcher, @Nullable ManifestKeys keys, Remedies remedies) {
    this.console = console;
    this.fetcher = fetcher;
    this.keys = keys;
    this.remedies = remedies;
  }

  /// Nothing is fetched yet.
  ///
  /// @throws UsageException if an option makes no sense
  /// @throws IOException if a key cannot be read
  static RemotePlaces of(Console console, Arguments arguments) throws IOException {
    ManifestKeys keys = keys(console, arguments);
    refuseUnsigned(arguments);
    FetcherBuilder builder =
        Fetcher.builder().cache(cache(console, arguments)).offline(isOffline(arguments));
    if (arguments.has(TRACE.name())) {
      builder.listener(new FetchLines(console));
    } else if (console.environment().getOrDefault("GRAFT_PROGRESS", "").equals("1")) {
      builder.listener(new ProgressBar(console));
    } else {
      builder.listener(new CacheWarnings(console));
    }
    if (arguments.has(ALLOW.name())) {
      try {
        builder.allow(origins(arguments));
      } catch (IllegalArgumentException e) {
        // No address, or one without a host that Java knows: http://a,http://b or http://my_host.
        throw new UsageException(ALLOW.name() + ": " + e.getMessage() + " (one for each option)");
      }
    }
    return new RemotePlaces(console, builder.build(), keys, new Remedies(arguments));
  }

  /// Who gives keys wants nothing that is not signed: what would not be checked is an error.
  private static void refuseUnsigned(Arguments arguments) {
    if (!arguments.has(TRUST.name())) {
      return;
    }
    String folder = arguments.value(LibraryPath.OPTION.name());
    if (folder != null) {
      throw new UsageException(
          TRUST.name()
              + " checks the manifests of --source, not what "
              + LibraryPath.OPTION.name()
              + " "
              + folder
              + " has; use --source "
              + folder
              + ", whose "
              + Manifest.FILE_NAME
              + " must be signed");
    }
    boolean named = arguments.operands().stream().limit(1).anyMatch(Sources::isAddress);
    if (!arguments.has(SOURCE.name()) && !named) {
      throw new UsageException(
          TRUST.name() + " wants --source, too: it checks the manifests that are named there");
    }
  }

  /// Whether only what a trusted key has signed may be loaded.
  boolean isTrustLimited() {
    return keys != null;
  }

  /// Whether keys are given.
  static boolean isTrusting(Arguments arguments) {
    return arguments.has(TRUST.name());
  }

  /// Whether no server is asked.
  static boolean isOffline(Arguments arguments) {
    return arguments.has(OFFLINE.name());
  }

  /// The cache that the command line or the environment names.
  static DiskCache cache(Console console, Arguments arguments) {
    String folder = arguments.value(CACHE.name());
    if (folder != null && Files.exists(console.resolve(folder))) {
      InputFiles.folder(console, CACHE.name(), folder);
    }
    return DiskCache.in(
        folder == null
            ? console.folder().resolve(DiskCache.defaultFolder(console.environment()))
            : console.resolve(folder));
  }

  private static Set<URI> origins(Arguments arguments) {
    Set<URI> origins = new HashSet<>();
    for (String each : arguments.values(ALLOW.name())) {
      if (!Sources.isAddress(each)) {
        throw new UsageException(ALLOW.name() + " wants http://HOST or https://HOST, not " + each);
      }
      origins.add(URI.create(each));
    }
    return origins;
  }

  /// The places of `--source`. What a manifest wants before the start begins to come.
  ///
  /// @throws UsageException if there is no such file
  /// @throws IOException if a manifest cannot be had
  List<ModuleSource> sources(Arguments arguments) throws IOException {
    List<ModuleSource> places = new ArrayList<>();
    for (String each : arguments.values(SOURCE.name())) {
      places.add(place(SOURCE.name(), each));
    }
    return places;
  }

  private static @Nullable ManifestKeys keys(Console console, Arguments arguments)
      throws IOException {
    List<PublicKey> keys = new ArrayList<>();
    for (String each : arguments.values(TRUST.name())) {
      byte[] pem = InputFiles.read(console, each, ExitStatus.PROBLEM);
      keys.add(ManifestKeys.publicKey(each, new String(pem, StandardCharsets.UTF_8)));
    }
    return keys.isEmpty() ? null : ManifestKeys.trusting(keys);
  }

  /// A place that an option names. With keys, only `--source` names any.
  ///
  /// @throws UsageException if there is no such file
  /// @throws IOException if a manifest cannot be had
  ModuleSource place(String option, String place) throws IOException {
    try {
      ModuleSource source =
          keys == null
              ? Sources.of(place, console.folder(), fetcher)
              : Sources.signed(place, console.folder(), fetcher, keys);
      if (source instanceof ManifestSource manifest) {
        manifests.add(manifest);
        warnOfUnverified(manifest);
        starting.add(manifest.preload(Manifest.When.START));
      }
      return source;
    } catch (NoSuchFileException e) {
      throw new UsageException(
          option
              + ": "
              + e.getMessage()
              + ": no such file or directory"
              + (looksLikeHost(place) ? " (an address begins with http:// or https://)" : ""));
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          e.getCause() instanceof URISyntaxException
              ? option + ": expected http://HOST/PATH or https://HOST/PATH, found " + place
              : option + ": " + e.getMessage());
    } catch (FetchException e) {
      throw new Failure(
          ExitStatus.PROBLEM.code(), option + ": " + e.getMessage() + remedies.after(e));
    }
  }

  /// A library that may hold anything, in a manifest that says what is in the others.
  private void warnOfUnverified(ManifestSource manifest) {
    List<String> unverified = manifest.manifest().unverified();
    if (!unverified.isEmpty()) {
      console
          .err()
          .println(
              "graft: "
                  + manifest
                  + ": no integrity, unlike others: "
                  + String.join(", ", unverified)
                  + ": not verified; graft manifest writes them all");
    }
  }

  /// Waits for what manifests want before the start, of all places at once.
  void awaitStart() {
    try {
      starting.forEach(CompletableFuture::join);
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new Failure(ExitStatus.CANNOT_LOAD.code(), cause.getMessage() + remedies.after(cause));
    }
  }

  /// A module that must be in a place.
  ///
  /// @throws Failure if it is not
  ModuleFile module(ModuleSource place, String name) {
    try {
      ModuleFile file = place.find(name);
      if (file == null) {
        throw new Failure(ExitStatus.CANNOT_LOAD.code(), name + ": not in " + place);
      }
      return file;
    } catch (IOException e) {
      throw new Failure(
          ExitStatus.CANNOT_LOAD.code(), name + ": " + e.getMessage() + remedies.after(e));
    }
  }

  /// What is at an address, if nobody wants it signed.
  ///
  /// @throws IOException if there is nothing
  String text(String address) throws IOException {
    if (keys != null) {
      throw new IOException(address + ": not signed");
    }
    FetchRequest request = FetchRequest.of(URI.create(address), FetchRequest.Kind.FILE);
    return new String(fetcher.fetch(request).bytes(), StandardCharsets.UTF_8);
  }

  /// Begins with what manifests want in the background: when the program is loaded, which waits for
  /// none of it.
  void beginBackground() {
    for (ManifestSource manifest : manifests) {
      var _ = manifest.preload(Manifest.When.BACKGROUND);
    }
  }

  /// What the program itself may fetch: what the user has allowed by name, nothing without that.
  ///
  /// @throws UsageException if an address makes no sense
  Downloads downloads(Arguments arguments) {
    String base = arguments.value(BASE.name());
    URI below = base == null ? null : address(base);
    if (!arguments.has(ALLOW.name())) {
      if (below != null) {
        throw new UsageException(
            BASE.name() + " wants " + ALLOW.name() + ", too: nothing may be fetched without it");
      }
      return reported(
          url -> {
            // The whole reason has place in the 63 bytes that emscripten_fetch has for it.
            throw new IOException(
                url + ": the program may not fetch; " + ALLOW.name() + " URL lets it");
          },
          false,
          null);
    }
    return below == null
        ? reported(GuestDownloads.of(fetcher), true, null)
        : reported(GuestDownloads.of(fetcher, below), true, below);
  }

  private Downloads reported(Downloads downloads, boolean origins, @Nullable URI base) {
    return new ReportedDownloads(downloads, console, remedies, origins, base);
  }

  /// `www.example.org/libs`, `localhost:8080`.
  private static boolean looksLikeHost(String place) {
    return place.matches("(?i)(localhost|[a-z0-9-]+(\\.[a-z0-9-]+)+)(:\\d+)?(/.*)?")
        && !place.matches("(?i)[^/]*\\.(json|zip|jar|tar|gz|tgz|so|wasm)");
  }

  private static URI address(String base) {
    try {
      if (Sources.isAddress(base)) {
        return new URI(base.endsWith("/") ? base : base + "/");
      }
    } catch (URISyntaxException e) {
      // The same complaint.
    }
    throw new UsageException(BASE.name() + " wants http://... or https://..., not " + base);
  }

  /// Where the program keeps what it fetches for later.
  FetchStore store(Arguments arguments) {
    String folder = arguments.value(STORE.name());
    return folder == null ? FetchStore.inMemory() : FetchStore.in(console.resolve(folder));
  }

  @Override
  public void close() {
    fetcher.close();
  }
}
