#include "shape.h"
#include <cstdio>
#include <dlfcn.h>
#include <exception>
#include <typeinfo>

template <typename T> T find(void *library, const char *name) { return (T)dlsym(library, name); }

double Square::area() const { return side * side; }

int main() {
  void *side = dlopen("side.so", RTLD_NOW);
  if (!side) return puts(dlerror()), 1;
  auto make = find<Shape *(*)()>(side, "make");
  auto fail = find<void (*)(int)>(side, "fail");
  auto shield = find<int (*)(void (*)())>(side, "shield");
  auto again = find<void (*)(const std::exception_ptr &)>(side, "again");

  Shape *shape = make();
  delete make();
  Square *square = dynamic_cast<Square *>(shape);
  printf("%s %.1f %d\n", typeid(*shape).name(), shape->area(), square != nullptr);
  delete shape;

  try {
    fail(3);
  } catch (const ShapeError &e) {
    printf("main catches %s %d\n", e.what(), e.code);
  }
  try {
    fail(4);
  } catch (const std::exception &e) {
    printf("main catches %s as a base\n", e.what());
  }
  printf("%d\n", shield([] { throw std::out_of_range("too far"); }));
  try {
    shield([] { throw 5; });
  } catch (const std::string &text) {
    printf("main catches %s\n", text.c_str());
  }
  std::exception_ptr kept;
  try {
    try {
      fail(6);
    } catch (...) {
      kept = std::current_exception();
      throw;
    }
  } catch (const std::runtime_error &e) {
    printf("again: %s\n", e.what());
  }
  try {
    again(kept);
  } catch (const ShapeError &e) {
    printf("kept: %s, uncaught %d\n", e.what(), std::uncaught_exceptions());
  }
  return 0;
}
