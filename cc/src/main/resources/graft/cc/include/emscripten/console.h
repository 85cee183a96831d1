/* Lines on the console, and on standard output and error. */
#ifndef GRAFT_EMSCRIPTEN_CONSOLE_H
#define GRAFT_EMSCRIPTEN_CONSOLE_H

#include <emscripten/em_macros.h>

#ifdef __cplusplus
extern "C" {
#endif

void emscripten_console_log(const char *text) EM_IMPORT(emscripten_console_log);
void emscripten_console_warn(const char *text) EM_IMPORT(emscripten_console_warn);
void emscripten_console_error(const char *text) EM_IMPORT(emscripten_console_error);

void emscripten_out(const char *text) EM_IMPORT(emscripten_out);
void emscripten_err(const char *text) EM_IMPORT(emscripten_err);
void emscripten_dbg(const char *text) EM_IMPORT(emscripten_dbg);

#ifdef __cplusplus
}
#endif

#endif
