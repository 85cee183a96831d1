package graft.runtime;

import org.jspecify.annotations.Nullable;

/// A class with {@link HostFunction}s that knows them by name, so that nobody has to look through
/// it when a program starts: {@link HostIndexer} has given it this interface after it was compiled.
public interface IndexedHost {
  /// The methods that supply a name.
  ///
  /// @param name second half of an import's name
  /// @return three words for each method, with spaces between them: the first half of the import's
  ///   name, the method's name, its descriptor; null if there is none
  @Nullable String hostMethods(String name);
}
