package graft.source;

import graft.dl.ModuleFile;
import graft.dl.ModuleSource;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A folder of a server. A name is fetched from behind its address; a whole address that begins
/// with the folder's is fetched as it is.
record HttpSource(URI folder, Fetcher fetcher) implements ModuleSource {
  HttpSource {
    folder = Addresses.folder(folder);
  }

  @Override
  public @Nullable ModuleFile find(String name) throws IOException {
    return find(name, null);
  }

  @Override
  public @Nullable ModuleFile find(String name, @Nullable String requester) throws IOException {
    URI uri = address(name);
    if (uri == null) {
      return null;
    }
    Fetched file = fetcher.fetch(FetchRequest.module(uri, name, requester));
    return new FetchedFile(
        fetcher, name.substring(name.lastIndexOf('/') + 1), uri, file.bytes(), true);
  }

  @Override
  public List<String> expect(List<String> names, @Nullable String requester) {
    List<String> mine = new ArrayList<>();
    List<String> others = new ArrayList<>();
    names.forEach(name -> (address(name) == null ? others : mine).add(name));
    new Prefetch(this).hint(mine, requester);
    return others;
  }

  private @Nullable URI address(String name) {
    String base = folder.toString();
    String path = name.startsWith(base) ? name.substring(base.length()) : name;
    return Addresses.isContained(path) ? Addresses.below(folder, path) : null;
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
