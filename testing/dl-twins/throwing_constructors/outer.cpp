#include "shared.h"
#include "twin.h"
struct Member { const char *name; Member(const char *name, bool fail) : name(name) { if (fail) throw std::out_of_range(name); } ~Member() { put_str("member ends"); } };
struct Whole { Member one{"one", false}; Member two; Whole(bool fail) try : two("two", fail) { put_str("whole"); } catch (std::out_of_range &e) { put_str("whole failed"); throw; } };
struct Opener { ~Opener() { void *inner = dlopen("inner.so", RTLD_NOW); put_int(((int (*)())dlsym(inner, "inner_value"))()); } };
static int begin() {
  try { Opener opener; Whole good(false); Whole bad(true); } catch (std::exception &e) { put_str(e.what()); void *inner = dlopen("inner.so", RTLD_NOW); try { ((void (*)())dlsym(inner, "inner_throw"))(); } catch (Broken &b) { put_str(b.what()); return b.code; } }
  return 0;
}
static int started = begin();
extern "C" int outer_started() { return started; }
