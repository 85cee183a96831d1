#include "shared.h"
#include "twin.h"
extern "C" void late(int code) { try { throw Failure(code + 100); } catch (Failure &e) { put_str("late"); throw Failure(e.code + 1); } }
