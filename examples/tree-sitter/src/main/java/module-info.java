/// Tree-sitter's parser and grammars, as published for JavaScript, as a Java library.
@org.jspecify.annotations.NullMarked
module graft.treesitter {
  requires static transitive org.jspecify;
  requires transitive graft.dl;
  requires transitive graft.host;

  exports graft.treesitter;
}
