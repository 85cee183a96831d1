/* Functions with a body in JavaScript. The body goes into the module's data, as the exported string
   __em_js__NAME: "(parameters)<::>{ body }". The function itself is an import. */
#ifndef GRAFT_EMSCRIPTEN_EM_JS_H
#define GRAFT_EMSCRIPTEN_EM_JS_H

#include <emscripten/em_macros.h>

#ifdef __cplusplus
#define GRAFT_EM_JS_C extern "C"
#define GRAFT_EM_JS_VARIABLE extern "C"
#else
#define GRAFT_EM_JS_C
#define GRAFT_EM_JS_VARIABLE extern
#endif

#define GRAFT_EM_JS(result, name, import, parameters, body)                                        \
  GRAFT_EM_JS_C result name parameters EM_IMPORT(import);                                          \
  GRAFT_EM_JS_VARIABLE const char __em_js__##import[];                                             \
  EMSCRIPTEN_KEEPALIVE __attribute__((section("em_js"), aligned(1))) const char                    \
      __em_js__##import[] = #parameters "<::>" body;

/* EM_JS(int, twice, (int x), { return 2 * x; }) */
#define EM_JS(result, name, parameters, ...) GRAFT_EM_JS(result, name, name, parameters, #__VA_ARGS__)

/* The same for a body that awaits something: the caller waits with it. */
#define EM_ASYNC_JS(result, name, parameters, ...)                                                 \
  GRAFT_EM_JS(result, name, __asyncjs__##name, parameters,                                         \
              "{ return Asyncify.handleAsync(async () => " #__VA_ARGS__ "); }")

#endif
