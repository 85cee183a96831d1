#include "shared.h"
#include "twin.h"
static int fail(int code) { check(code); return code; }
struct Start { int value; Start() { value = guarded(fail, 3) + guarded(fail, 4); } } start;
extern "C" int inner_value() { return start.value; }
extern "C" void inner_throw() { throw Broken("from inner", 12); }
