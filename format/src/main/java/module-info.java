/// WebAssembly binaries: bytes to modules and back, validation, printing.
@org.jspecify.annotations.NullMarked
module graft.format {
  requires static transitive org.jspecify;

  exports graft.format;
  exports graft.format.trusted to
      graft.compiler;
}
