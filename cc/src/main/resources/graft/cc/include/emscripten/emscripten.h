/* emscripten.h of Graft: what C and C++ programs use of it when they load libraries, fetch, or run JavaScript. The
   functions are imports; whoever runs the module supplies them. One that is not supplied is named when it is
   called. */
#ifndef GRAFT_EMSCRIPTEN_EMSCRIPTEN_H
#define GRAFT_EMSCRIPTEN_EMSCRIPTEN_H

#include <emscripten/console.h>
#include <emscripten/em_asm.h>
#include <emscripten/em_js.h>
#include <emscripten/em_macros.h>
#include <emscripten/em_types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Opens a library without blocking the caller, then calls one of the two functions. */
void emscripten_dlopen(const char *path, int mode, void *userData, em_dlopen_callback onSuccess,
                       em_arg_callback_func onError) EM_IMPORT(emscripten_dlopen);

/* Fetches a file into the program's files, while the caller waits; 0 on success. */
int emscripten_wget(const char *url, const char *path) EM_IMPORT(emscripten_wget);

/* The same without waiting. */
void emscripten_async_wget(const char *url, const char *path, em_str_callback_func onLoad,
                           em_str_callback_func onError) EM_IMPORT(emscripten_async_wget);

/* Fetches bytes. The first function waits, and its caller frees the buffer. */
void emscripten_wget_data(const char *url, void **buffer, int *size, int *error) EM_IMPORT(emscripten_wget_data);
void emscripten_async_wget_data(const char *url, void *userData, em_async_wget_onload_func onLoad,
                                em_arg_callback_func onError) EM_IMPORT(emscripten_async_wget_data);

/* Runs JavaScript. A string that comes back is valid until the next call. */
void emscripten_run_script(const char *script) EM_IMPORT(emscripten_run_script);
int emscripten_run_script_int(const char *script) EM_IMPORT(emscripten_run_script_int);
char *emscripten_run_script_string(const char *script) EM_IMPORT(emscripten_run_script_string);

/* Calls a function later. */
void emscripten_async_call(em_arg_callback_func function, void *argument, int milliseconds)
    EM_IMPORT(emscripten_async_call);

/* Waits. */
void emscripten_sleep(unsigned milliseconds) EM_IMPORT(emscripten_sleep);

/* Milliseconds: of a clock that never goes back, and since 1970. */
double emscripten_get_now(void) EM_IMPORT(emscripten_get_now);
double emscripten_date_now(void) EM_IMPORT(emscripten_date_now);

/* At least 0, below 1. */
float emscripten_random(void) EM_IMPORT(emscripten_random);

/* Leaves main without ending the program; ends it in any case. */
void emscripten_exit_with_live_runtime(void) __attribute__((noreturn))
EM_IMPORT(emscripten_exit_with_live_runtime);
void emscripten_force_exit(int status) __attribute__((noreturn)) EM_IMPORT(emscripten_force_exit);

/* Calls a function over and over; a rate of 0 leaves it to the environment. */
void emscripten_set_main_loop(em_callback_func function, int perSecond, EM_BOOL endless)
    EM_IMPORT(emscripten_set_main_loop);
void emscripten_set_main_loop_arg(em_arg_callback_func function, void *argument, int perSecond, EM_BOOL endless)
    EM_IMPORT(emscripten_set_main_loop_arg);
void emscripten_cancel_main_loop(void) EM_IMPORT(emscripten_cancel_main_loop);

/* Bits of the first argument of emscripten_log. */
#define EM_LOG_CONSOLE 1
#define EM_LOG_WARN 2
#define EM_LOG_ERROR 4
#define EM_LOG_C_STACK 8
#define EM_LOG_JS_STACK 16
#define EM_LOG_NO_PATHS 64
#define EM_LOG_DEBUG 256
#define EM_LOG_INFO 512

/* Stops in a debugger, if there is one. */
void emscripten_debugger(void) EM_IMPORT(emscripten_debugger);

#ifdef __cplusplus
}
#endif

#endif
