/* Attributes that Emscripten's programs use. */
#ifndef GRAFT_EMSCRIPTEN_EM_MACROS_H
#define GRAFT_EMSCRIPTEN_EM_MACROS_H

/* Keeps and exports a function or variable, whoever refers to it. */
#define EMSCRIPTEN_KEEPALIVE __attribute__((used, visibility("default")))

/* An import of the environment, under a name of its own. */
#define EM_IMPORT(name) __attribute__((import_module("env"), import_name(#name)))

#endif
