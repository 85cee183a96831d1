/// The dynamic loader: locate, plan, commit; scopes, the GOT, dlopen and dlsym.
@org.jspecify.annotations.NullMarked
module graft.dl {
  requires static transitive org.jspecify;
  requires transitive graft.format;
  requires transitive graft.runtime;
  requires transitive graft.compiler;
  requires jdk.jfr;

  exports graft.dl;
}
