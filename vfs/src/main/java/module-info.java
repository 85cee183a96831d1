/// File systems as a guest sees them, over java.nio.file.
@org.jspecify.annotations.NullMarked
module graft.vfs {
  requires static transitive org.jspecify;
  requires com.google.common.jimfs;

  exports graft.vfs;
}
