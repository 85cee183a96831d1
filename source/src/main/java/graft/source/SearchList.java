package graft.source;

import graft.dl.ModuleFile;
import graft.dl.ModuleSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Several places; the first that has a module gives it. One that fails is passed over, and named
/// if no other has it.
record SearchList(List<ModuleSource> places) implements ModuleSource {
  SearchList {
    places = List.copyOf(places);
  }

  @Override
  public @Nullable ModuleFile find(String name) throws IOException {
    return find(name, null);
  }

  @Override
  public @Nullable ModuleFile find(String name, @Nullable String requester) throws IOException {
    List<String> problems = new ArrayList<>();
    for (ModuleSource place : places) {
      try {
        ModuleFile file = place.find(name, requester);
        if (file != null) {
          return file;
        }
      } catch (IOException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
    if (!problems.isEmpty()) {
      throw new IOException(String.join("; ", problems));
    }
    return null;
  }

  @Override
  public List<String> expect(List<String> names, @Nullable String requester) throws IOException {
    List<String> open = names;
    for (ModuleSource place : places) {
      open = open.isEmpty() ? open : place.expect(open, requester);
    }
    return open;
  }

  @Override
  public List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    for (ModuleSource place : places) {
      names.addAll(place.names());
    }
    return names;
  }

  @Override
  public boolean isAtHand() {
    return places.stream().allMatch(ModuleSource::isAtHand);
  }

  @Override
  public String toString() {
    return String.join(", ", places.stream().map(Object::toString).toList());
  }
}
