/* Fetching by URL, as Emscripten's programs do it. */
#ifndef GRAFT_EMSCRIPTEN_FETCH_H
#define GRAFT_EMSCRIPTEN_FETCH_H

#include <emscripten/em_macros.h>
#include <emscripten/em_types.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Bits of attributes: all bytes in memory; progress with the bytes so far; keep in, and take from, a store;
   replace what is stored; take nothing from the network; wait. */
#define EMSCRIPTEN_FETCH_LOAD_TO_MEMORY 1
#define EMSCRIPTEN_FETCH_STREAM_DATA 2
#define EMSCRIPTEN_FETCH_PERSIST_FILE 4
#define EMSCRIPTEN_FETCH_APPEND 8
#define EMSCRIPTEN_FETCH_REPLACE 16
#define EMSCRIPTEN_FETCH_NO_DOWNLOAD 32
#define EMSCRIPTEN_FETCH_SYNCHRONOUS 64
#define EMSCRIPTEN_FETCH_WAITABLE 128

struct emscripten_fetch_t;

/* What to fetch and how. */
typedef struct emscripten_fetch_attr_t {
  char requestMethod[32];
  void *userData;
  void (*onsuccess)(struct emscripten_fetch_t *fetch);
  void (*onerror)(struct emscripten_fetch_t *fetch);
  void (*onprogress)(struct emscripten_fetch_t *fetch);
  void (*onreadystatechange)(struct emscripten_fetch_t *fetch);
  uint32_t attributes;
  unsigned long timeoutMSecs;
  EM_BOOL withCredentials;
  const char *destinationPath;
  const char *userName;
  const char *password;
  const char *const *requestHeaders; /* name, value, name, value, null */
  const char *overriddenMimeType;
  const char *requestData;
  size_t requestDataSize;
} emscripten_fetch_attr_t;

/* A fetch that was begun. */
typedef struct emscripten_fetch_t {
  unsigned int id;
  void *userData;
  const char *url;
  const char *data;
  uint64_t numBytes;
  uint64_t dataOffset;
  uint64_t totalBytes; /* 0 as long as it is not known */
  unsigned short readyState;
  unsigned short status; /* of HTTP */
  char statusText[64];
  uint32_t __proxyState;
  emscripten_fetch_attr_t __attributes;
} emscripten_fetch_t;

/* Clears the attributes. */
void emscripten_fetch_attr_init(emscripten_fetch_attr_t *attributes) EM_IMPORT(emscripten_fetch_attr_init);

/* Begins a fetch; null if that fails. */
emscripten_fetch_t *emscripten_fetch(emscripten_fetch_attr_t *attributes, const char *url)
    EM_IMPORT(emscripten_fetch);

/* Waits for the end. */
EMSCRIPTEN_RESULT emscripten_fetch_wait(emscripten_fetch_t *fetch, double milliseconds)
    EM_IMPORT(emscripten_fetch_wait);

/* Frees a fetch, and ends it if it still goes on. */
EMSCRIPTEN_RESULT emscripten_fetch_close(emscripten_fetch_t *fetch) EM_IMPORT(emscripten_fetch_close);

/* The headers of the answer, lines in one string. */
size_t emscripten_fetch_get_response_headers_length(emscripten_fetch_t *fetch)
    EM_IMPORT(emscripten_fetch_get_response_headers_length);
size_t emscripten_fetch_get_response_headers(emscripten_fetch_t *fetch, char *text, size_t size)
    EM_IMPORT(emscripten_fetch_get_response_headers);

#ifdef __cplusplus
}
#endif

#endif
