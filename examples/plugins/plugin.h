// What a plugin is: a library that exports a function painter(), which gives one of these. The
// program calls through the virtual functions of a class that it has never seen.
#pragma once

#include "canvas.h"

class Painter {
public:
  virtual const char *name() const = 0;
  virtual void paint(Canvas &canvas) const = 0;
};

extern "C" const Painter *painter();
