/// JavaScript inside of C, run by GraalJS.
@org.jspecify.annotations.NullMarked
module graft.js {
  requires static transitive org.jspecify;
  requires transitive graft.host;
  requires org.graalvm.polyglot;

  exports graft.js;

  provides graft.host.JavaScript with
      graft.js.GraalJavaScript;
}
