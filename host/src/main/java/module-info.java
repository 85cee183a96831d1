/// Host functions: WASI preview 1 and Emscripten's env.
@org.jspecify.annotations.NullMarked
module graft.host {
  requires static transitive org.jspecify;
  requires transitive graft.runtime;
  requires transitive graft.vfs;

  exports graft.host;

  uses graft.host.JavaScript;
}
