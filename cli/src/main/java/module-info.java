/// The graft command.
@org.jspecify.annotations.NullMarked
module graft.cli {
  requires static transitive org.jspecify;
  requires graft.dl;
  requires graft.host;
  requires graft.ld;
  requires graft.treesitter;
  requires info.picocli;
  requires com.fasterxml.jackson.core;

  exports graft.cli;
}
