package graft.source;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// A file that is wanted.
///
/// @param uri where it is
/// @param kind what it must be
/// @param library what the loader calls it, for messages
/// @param requester who wants it, for messages; null if nobody says
/// @param integrity what its contents must be, or null
/// @param size its size in bytes, or -1 if that is not known
public record FetchRequest(
    URI uri,
    Kind kind,
    String library,
    @Nullable String requester,
    @Nullable Integrity integrity,
    long size) {
  /// What a file must be. A server that answers every question with a page of its own is found out
  /// by this.
  public enum Kind {
    /// A WebAssembly module.
    MODULE,
    /// An archive of modules.
    BUNDLE,
    /// A list of libraries.
    MANIFEST,
    /// Anything.
    FILE
  }

  /// A module.
  ///
  /// @param requester who wants it, or null
  public static FetchRequest module(URI uri, String library, @Nullable String requester) {
    return new FetchRequest(uri, Kind.MODULE, library, requester, null, -1);
  }

  /// A file of any other kind.
  public static FetchRequest of(URI uri, Kind kind) {
    String path = uri.getPath() == null ? "" : uri.getPath();
    String name = path.substring(path.lastIndexOf('/') + 1);
    return new FetchRequest(uri, kind, name.isEmpty() ? uri.toString() : name, null, null, -1);
  }
}
