package graft.source;

import graft.dl.ModuleFile;
import graft.dl.ModuleSource;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// A module that came over the network.
record FetchedFile(Fetcher fetcher, String name, URI uri, byte[] bytes) implements ModuleFile {
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
    if (!path.equals("$ORIGIN") && !path.startsWith("$ORIGIN/")) {
      return null;
    }
    URI folder = Addresses.below(uri.resolve("."), "." + path.substring("$ORIGIN".length()) + "/");
    return folder == null ? null : new HttpSource(folder, fetcher);
  }
}
