#include "shared.h"
#include "twin.h"
static thread_local Noisy plugs("of plug");
static thread_local int plain = 9;
extern "C" int plug_run() { counter += 10; per_thread()++; Holder::text += "?"; return plugs.value++ * 100 + plain++ + shared_noisy.value++; }
