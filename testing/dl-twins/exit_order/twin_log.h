#pragma once
#include <cstdio>
#include <cstdlib>
struct Log {
  const char *name;
  explicit Log(const char *name) : name(name) { printf("+%s\n", name); }
  ~Log() { printf("-%s\n", name); }
};
