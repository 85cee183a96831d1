/// Where modules come from: HTTP, manifests, bundles, resources; verified, cached, fetched once.
@org.jspecify.annotations.NullMarked
module graft.source {
  requires static transitive org.jspecify;
  requires transitive graft.dl;
  requires transitive graft.host;
  requires transitive java.net.http;
  requires graft.format;
  requires com.fasterxml.jackson.core;
  requires org.apache.commons.compress;
  requires jdk.httpserver;
  requires jdk.jfr;

  exports graft.source;
}
