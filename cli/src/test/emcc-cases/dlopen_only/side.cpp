#include <cstdio>

struct Lamp {
  Lamp() { puts("lamp on"); }
  ~Lamp() { puts("lamp off"); }
} lamp;
