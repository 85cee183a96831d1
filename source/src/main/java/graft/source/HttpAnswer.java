package graft.source;

import java.net.http.HttpHeaders;

/// What a server has said in the end, after all redirections.
///
/// @param status 200 or 304; all else is an error
/// @param headers of that answer
/// @param bytes the contents, unpacked; empty for 304
/// @param attempts how many attempts it took
record HttpAnswer(int status, HttpHeaders headers, byte[] bytes, int attempts) {
  boolean isNotModified() {
    return status == 304;
  }

  HttpAnswer after(int attempts) {
    return new HttpAnswer(status, headers, bytes, attempts);
  }
}
