/// What compiled WebAssembly runs on: memory, tables, globals, functions, traps.
@org.jspecify.annotations.NullMarked
module graft.runtime {
  requires static transitive org.jspecify;
  requires transitive graft.format;

  exports graft.runtime;
  exports graft.classfile to
      graft.compiler,
      graft.dl;
}
