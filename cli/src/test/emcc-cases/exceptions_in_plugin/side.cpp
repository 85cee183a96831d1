#include "shape.h"
#include <cstdio>
#include <exception>

struct Watch {
  const char *name;
  Watch(const char *name) : name(name) { printf("%s begins\n", name); }
  ~Watch() { printf("%s ends\n", name); }
};

static Watch library("library");

extern "C" Shape *make() {
  static Watch once("first make");
  return new Square;
}

extern "C" void fail(int code) {
  Watch frame("frame of fail");
  throw ShapeError(code, "code " + std::to_string(code));
}

extern "C" int shield(void (*work)()) {
  Watch frame("frame of shield");
  try {
    work();
  } catch (const std::out_of_range &e) {
    printf("side catches %s\n", e.what());
    return 1;
  } catch (int number) {
    printf("side catches %d\n", number);
    throw std::string("from a number");
  }
  return 0;
}

extern "C" void again(const std::exception_ptr &kept) { std::rethrow_exception(kept); }
