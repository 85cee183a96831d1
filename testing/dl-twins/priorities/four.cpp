#include "noisy.h"
static Noisy last("four object", "~four object");
static Noisy third __attribute__((init_priority(3000)))("four object 3000", "~four object 3000");
static Noisy second __attribute__((init_priority(200)))("four object 200", "~four object 200");
__attribute__((constructor)) static void plain() { put_str("four constructor"); }
__attribute__((constructor(150))) static void c150() { put_str("four constructor 150"); }
__attribute__((constructor(2000))) static void c2000() { put_str("four constructor 2000"); }
extern "C" int four_use() { static Noisy local("four local", "~four local"); return sizeof(local) > 0; }
