/// File systems as a guest sees them, over java.nio.file.
@NullMarked
package graft.vfs;

import org.jspecify.annotations.NullMarked;
