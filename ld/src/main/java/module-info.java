/// The static linker: wasm-ld's options and wasm-ld's words.
@org.jspecify.annotations.NullMarked
module graft.ld {
  requires static transitive org.jspecify;
  requires transitive graft.format;
  requires hash4j;

  exports graft.ld;
}
