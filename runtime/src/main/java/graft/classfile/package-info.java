/// Writes class files: just what Graft's compiler needs, fast, and the same bytes every time.
/// {@link graft.classfile.ClassWriter} is where to start. For Graft's own modules only.
@NullMarked
package graft.classfile;

import org.jspecify.annotations.NullMarked;
