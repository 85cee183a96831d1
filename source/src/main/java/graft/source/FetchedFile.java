package graft.source;

import graft.dl.ModuleFile;
import graft.dl.ModuleSource;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// A module that came over the network.
///
/// @param neighbours whether its run path may lead to files beside it. Not if a manifest says what
///   contents libraries must have: nobody would check theirs
record FetchedFile(Fetcher fetcher, String name, URI uri, byte[] bytes, boolean neighbours)
    implements ModuleFile {
  @Override
  public String location() {
    return uri.toString();
  }

  @Override
  public Object identity() {
    return uri;
  }

  @Override
  public byte[] read() {
    return bytes;
  }

  /// `$ORIGIN` is the address of the folder; a path of the server's machine means nothing here.
  @Override
  public @Nullable ModuleSource runPath(String entry) {
    String path = entry.replace("${ORIGIN}", "$ORIGIN");
    if (!neighbours || (!path.equals("$ORIGIN") && !path.startsWith("$ORIGIN/"))) {
      return null;
    }
    URI folder = Addresses.below(uri.resolve("."), "." + path.substring("$ORIGIN".length()) + "/");
    return folder == null ? null : new HttpSource(folder, fetcher);
  }
}
