/// The compiler driver: sources are compiled by clang and linked by Graft.
@org.jspecify.annotations.NullMarked
module graft.cc {
  requires static transitive org.jspecify;
  requires graft.ld;

  exports graft.cc;
}
