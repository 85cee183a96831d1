#include "noisy.h"
static Noisy last("one object", "~one object");
static Noisy third __attribute__((init_priority(3000)))("one object 3000", "~one object 3000");
static Noisy second __attribute__((init_priority(200)))("one object 200", "~one object 200");
__attribute__((constructor)) static void plain() { put_str("one constructor"); }
__attribute__((constructor(150))) static void c150() { put_str("one constructor 150"); }
__attribute__((constructor(2000))) static void c2000() { put_str("one constructor 2000"); }
extern "C" int one_use() { static Noisy local("one local", "~one local"); return sizeof(local) > 0; }
