/* Types that several headers use. */
#ifndef GRAFT_EMSCRIPTEN_EM_TYPES_H
#define GRAFT_EMSCRIPTEN_EM_TYPES_H

#include <stdbool.h>

/* 0 on success, below 0 on failure, above 0 for what is not done yet. */
typedef int EMSCRIPTEN_RESULT;
#define EMSCRIPTEN_RESULT_SUCCESS 0
#define EMSCRIPTEN_RESULT_DEFERRED 1
#define EMSCRIPTEN_RESULT_NOT_SUPPORTED -1
#define EMSCRIPTEN_RESULT_FAILED_NOT_DEFERRED -2
#define EMSCRIPTEN_RESULT_INVALID_TARGET -3
#define EMSCRIPTEN_RESULT_UNKNOWN_TARGET -4
#define EMSCRIPTEN_RESULT_INVALID_PARAM -5
#define EMSCRIPTEN_RESULT_FAILED -6
#define EMSCRIPTEN_RESULT_NO_DATA -7
#define EMSCRIPTEN_RESULT_TIMED_OUT -8

typedef int EM_BOOL;
#define EM_TRUE 1
#define EM_FALSE 0

/* Callbacks with nothing, the user's data, a handle of dlopen, bytes, a string. */
typedef void (*em_callback_func)(void);
typedef void (*em_arg_callback_func)(void *userData);
typedef void (*em_dlopen_callback)(void *userData, void *handle);
typedef void (*em_async_wget_onload_func)(void *userData, void *data, int size);
typedef void (*em_str_callback_func)(const char *text);

#endif
