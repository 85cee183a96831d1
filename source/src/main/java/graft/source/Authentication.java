package graft.source;

import java.net.URI;
import java.util.Map;

/// Gives the headers that identify us to a server. It is asked for each address anew, also after a
/// redirection: what is for one server must not go to another. What a server gives to who has
/// identified himself is kept for questions with the same headers only; other fetchers of the same
/// disk cache ask for themselves, unless they know the contents' hash.
@FunctionalInterface
public interface Authentication {
  /// Identifies us to nobody.
  Authentication NONE = _ -> Map.of();

  /// The headers for an address, such as `Authorization`; none if this server does not know us.
  Map<String, String> headers(URI uri);
}
