#include "shared.h"
#include "twin.h"
Broken::Broken(const std::string &what, int code) : std::runtime_error(what), code(code) {}
void check(int code) { if (code % 2) throw Broken("odd " + std::to_string(code), code); }
int guarded(int (*f)(int), int argument) {
  try { return f(argument); } catch (const Broken &e) { put_str(e.what()); return -e.code; } catch (const std::exception &e) { put_str(e.what()); return -1; }
}
