#include "noisy.h"
static Noisy last("plug object", "~plug object");
static Noisy third __attribute__((init_priority(3000)))("plug object 3000", "~plug object 3000");
static Noisy second __attribute__((init_priority(200)))("plug object 200", "~plug object 200");
__attribute__((constructor)) static void plain() { put_str("plug constructor"); }
__attribute__((constructor(150))) static void c150() { put_str("plug constructor 150"); }
__attribute__((constructor(2000))) static void c2000() { put_str("plug constructor 2000"); }
extern "C" int plug_use() { static Noisy local("plug local", "~plug local"); return sizeof(local) > 0; }
