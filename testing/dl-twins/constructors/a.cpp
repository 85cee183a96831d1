#include "twin.h"
extern "C" int dep_ready;
__attribute__((constructor(200))) static void late() { put_str("a 200"); }
__attribute__((constructor(150))) static void early() { put_str("a 150"); put_int(dep_ready); }
struct Thing { int v; Thing(int v) : v(v) { put_str("Thing()"); } ~Thing() { put_str("~Thing()"); put_int(v); } };
Thing one(1), two(2);
extern "C" int a_value() { static Thing lazy(3); return one.v + two.v + lazy.v; }
