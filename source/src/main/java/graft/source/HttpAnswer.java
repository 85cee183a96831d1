package graft.source;

import java.net.http.HttpHeaders;

/// What a server has said in the end, after all redirections.
///
/// @param status 200 or 304; all else is an error
/// @param headers of that answer
/// @param bytes the contents, unpacked; empty for 304
/// @param attempts how many attempts it took
/// @param identifiedElsewhere whether a redirection led to where we identified ourselves otherwise
///   than at the address that was asked for
record HttpAnswer(
    int status, HttpHeaders headers, byte[] bytes, int attempts, boolean identifiedElsewhere) {
  boolean isNotModified() {
    return status == 304;
  }

  HttpAnswer after(int attempts) {
    return new HttpAnswer(status, headers, bytes, attempts, identifiedElsewhere);
  }
}
