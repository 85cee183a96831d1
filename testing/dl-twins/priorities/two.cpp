#include "noisy.h"
static Noisy last("two object", "~two object");
static Noisy third __attribute__((init_priority(3000)))("two object 3000", "~two object 3000");
static Noisy second __attribute__((init_priority(200)))("two object 200", "~two object 200");
__attribute__((constructor)) static void plain() { put_str("two constructor"); }
__attribute__((constructor(150))) static void c150() { put_str("two constructor 150"); }
__attribute__((constructor(2000))) static void c2000() { put_str("two constructor 2000"); }
extern "C" int two_use() { static Noisy local("two local", "~two local"); return sizeof(local) > 0; }
