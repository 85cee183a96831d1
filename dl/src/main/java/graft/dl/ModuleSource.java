package graft.dl;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A place where modules are looked for by name: a folder, bytes in memory, files of the guest, and
/// whatever an embedder adds. `toString` is the place as messages show it.
public interface ModuleSource {
  /// Looks for a module.
  ///
  /// @param name as the module that needs it wrote it: usually without folders
  /// @return null if it is not here
  /// @throws IOException if that cannot be found out
  @Nullable ModuleFile find(String name) throws IOException;

  /// Looks for a module on behalf of somebody, whom a place that fetches can name in what it tells.
  ///
  /// @param name as the module that needs it wrote it
  /// @param requester the module that needs it, or null if it is opened by name
  /// @return null if it is not here
  /// @throws IOException if that cannot be found out
  default @Nullable ModuleFile find(String name, @Nullable String requester) throws IOException {
    return find(name);
  }

  /// Says which modules will be asked for next, so that a place where that takes time can begin
  /// with all of them at once. Such a place does not wait here, and nothing is read here.
  ///
  /// @param requester the module that needs them, or null if they are opened by name
  /// @return those that are not known to be here, and may have to be looked for elsewhere
  /// @throws IOException if that cannot be found out
  default List<String> expect(List<String> names, @Nullable String requester) throws IOException {
    return names;
  }

  /// The names that it can list, for hints: none if it cannot.
  ///
  /// @throws IOException if that cannot be found out
  default List<String> names() throws IOException {
    return List.of();
  }

  /// Whether modules are had here without waiting, as files are: only then are those that it lists
  /// read for hints in messages.
  default boolean isAtHand() {
    return false;
  }

  /// This place, if each search here may take only so long: a library that has not come by then
  /// counts as one that cannot be had, and what was under way for it ends. That holds for `dlopen`
  /// by the guest, too.
  ///
  /// ```java
  /// ModuleSource patient = Sources.http(uri, fetcher).within(Duration.ofSeconds(5));
  /// ```
  default ModuleSource within(Duration limit) {
    return new LimitedSource(this, limit);
  }

  /// A folder of the host. Names that lead out of it are not found.
  static ModuleSource folder(Path folder) {
    return new FolderSource(folder);
  }

  /// Modules in memory.
  static ModuleSource of(Map<String, byte[]> modules) {
    return new BytesSource("memory", List.copyOf(modules.keySet()), modules::get);
  }

  /// Anything that gives bytes for names, such as the guest's file system.
  ///
  /// @param label the place as messages show it
  /// @param reader gives null for what is not there
  static ModuleSource reading(String label, Reader reader) {
    return new BytesSource(label, List.of(), reader);
  }

  /// Gives bytes for names.
  @FunctionalInterface
  interface Reader {
    /// The contents of a file.
    ///
    /// @return null if there is no such file
    /// @throws IOException if it cannot be read
    byte @Nullable [] read(String name) throws IOException;
  }
}
