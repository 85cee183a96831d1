#include "types.h"
namespace { struct Local : Derived { Local() : Derived(77) {} }; }
extern "C" void thrower(int kind) {
  Trace t(10 + kind);
  switch (kind) {
    case 0: throw Derived(5);
    case 1: throw Local();
    case 2: throw std::runtime_error("runtime");
    case 3: throw 42;
    case 4: { static Derived d(6); throw &d; }
    case 5: throw std::string("text");
    case 6: { std::string s; s.at(3); break; }
  }
}
