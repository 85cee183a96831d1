/// What the tests of every module share: what they require of the machine, and golden files.
@org.jspecify.annotations.NullMarked
module graft.testkit {
  requires static transitive org.jspecify;
  requires transitive org.opentest4j;

  exports graft.testkit;
}
