#include "shared.h"
struct Start { int got; Start() { got = 0; try { throw_old(1); } catch (Problem &e) { got = e.code; } } };
static Start start;
extern "C" void late(int code) {
  try { Problem problem{code + start.got}; throw problem; } catch (Problem &e) { put_str("late"); Worse worse; worse.code = 1; worse.extra = e.code; throw worse; }
}
