#include "noisy.h"
static Noisy last("three object", "~three object");
static Noisy third __attribute__((init_priority(3000)))("three object 3000", "~three object 3000");
static Noisy second __attribute__((init_priority(200)))("three object 200", "~three object 200");
__attribute__((constructor)) static void plain() { put_str("three constructor"); }
__attribute__((constructor(150))) static void c150() { put_str("three constructor 150"); }
__attribute__((constructor(2000))) static void c2000() { put_str("three constructor 2000"); }
extern "C" int three_use() { static Noisy local("three local", "~three local"); return sizeof(local) > 0; }
