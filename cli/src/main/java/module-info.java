/// The graft command.
@org.jspecify.annotations.NullMarked
module graft.cli {
  requires static transitive org.jspecify;
  requires graft.format;
  requires graft.runtime;
  requires graft.compiler;
  requires graft.vfs;
  requires graft.dl;
  requires graft.source;
  requires graft.host;
  requires graft.ld;
  requires graft.cc;
  requires graft.treesitter;
  requires com.fasterxml.jackson.core;

  exports graft.cli;
}
