#include <cstdio>
#include <dlfcn.h>
struct Guard { ~Guard() { puts("opener unwinds"); } };
extern "C" void *open_it(const char *name) { Guard guard; return dlopen(name, RTLD_NOW | RTLD_GLOBAL); }
