/// Valid modules to JVM class files, by chunks, on demand.
@org.jspecify.annotations.NullMarked
module graft.compiler {
  requires static transitive org.jspecify;
  requires transitive graft.format;
  requires transitive graft.runtime;
  requires jdk.jfr;

  exports graft.compiler;
}
