#include "shared.h"
#include "twin.h"
Noisy::Noisy(const char *name) : name(name), value(1) { put_str("begins"); put_str(name); }
Noisy::~Noisy() { put_str("ends"); put_str(name); }
thread_local int counter = 5;
thread_local Noisy shared_noisy("shared");
static thread_local Noisy own("own of side");
int side_run() { counter++; per_thread()++; Holder::text += "!"; return own.value++ + shared_noisy.value++; }
