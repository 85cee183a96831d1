package graft.dl;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A module's bytes and where they are. Made by a {@link ModuleSource}.
public interface ModuleFile {
  /// The file's name without folders, as messages show it: `libz.so`.
  String name();

  /// Where it is, as people write it: a path or URL.
  String location();

  /// Equal for the same file under different names.
  Object identity();

  /// Something that stays equal as long as the contents do, and is had without reading them.
  ///
  /// @return null if that is not known
  /// @throws IOException if the file cannot be looked at
  default @Nullable Object version() throws IOException {
    return null;
  }

  /// Reads the whole file.
  ///
  /// @throws IOException if that fails
  byte[] read() throws IOException;

  /// Reads, validates and prepares the module ahead of its use; a process of this JVM that loads it
  /// finds that done.
  ///
  /// @return the libraries that it needs
  /// @throws IOException if it cannot be read
  /// @throws LoadException if the bytes are no valid module
  default List<String> prepare() throws IOException {
    var dylink = ModuleCache.image(this, false, null, new Stopwatch()).module().dylink();
    return dylink == null ? List.of() : dylink.needed();
  }

  /// The place that an entry of this module's own search path (`WASM_DYLINK_RUNTIME_PATH`) stands
  /// for, `$ORIGIN` being the folder of this file. It is a place of the same kind as the one that
  /// this file came from: a file of the guest cannot name folders of the host.
  ///
  /// @return null if this file has no folder, or the entry is relative but not to `$ORIGIN`
  default @Nullable ModuleSource runPath(String entry) {
    return null;
  }
}
