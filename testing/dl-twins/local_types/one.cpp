#include "shared.h"
extern "C" Base *make(int kind) { switch (kind) { case 0: return new Base; case 1: return new Shape; case 2: return new Round; default: return new Box<int>(kind); } }
extern "C" void fail(int kind) { if (kind == 1) throw Problem(5); if (kind == 2) throw Worse(6); throw Box<int>(kind); }
extern "C" const std::type_info *type() { return &typeid(Round); }
