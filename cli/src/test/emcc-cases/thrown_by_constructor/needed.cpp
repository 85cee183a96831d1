#include <cstdio>
struct Needed { Needed() { puts("needed begins"); } ~Needed() { puts("needed ends"); } } needed;
extern "C" int needed_value() { return 40; }
