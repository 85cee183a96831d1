/// Longer suites: the specification's tests, linked cases, mutations.
@org.jspecify.annotations.NullMarked
module graft.testing {
  requires static transitive org.jspecify;
  requires graft.cli;
  requires graft.dl;
  requires graft.source;
  requires graft.host;
  requires graft.ld;
  requires graft.treesitter;
  requires graft.testkit;
  requires com.fasterxml.jackson.core;
  requires java.management;
  requires jdk.management;
  requires jdk.compiler;
  requires jdk.httpserver;

  exports graft.testing;
}
