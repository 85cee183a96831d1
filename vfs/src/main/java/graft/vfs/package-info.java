/// File systems as a guest sees them, over `java.nio.file`. Knows nothing of WebAssembly: the
/// numbers and layouts that guests use are module `graft.host`'s.
///
/// Start with {@link GuestFiles#builder()}.
@NullMarked
package graft.vfs;

import org.jspecify.annotations.NullMarked;
