// mandelbrot.so, a plugin: points are bright that stay near 0 for long when they are squared again
// and again.
#include "plugin.h"

static double escape_time(double re, double im) {
  const int limit = 60;
  double x = 0, y = 0;
  for (int i = 0; i < limit; i++) {
    double next = x * x - y * y + re;
    y = 2 * x * y + im;
    x = next;
    if (x * x + y * y > 4) {
      return static_cast<double>(i) / limit * 3;
    }
  }
  return 1;
}

class Mandelbrot : public Painter {
public:
  const char *name() const override { return "Mandelbrot's set"; }

  void paint(Canvas &canvas) const override {
    for (int y = 0; y < Canvas::HEIGHT; y++) {
      for (int x = 0; x < Canvas::WIDTH; x++) {
        canvas.plot(x, y, escape_time(x * 3.0 / Canvas::WIDTH - 2.1, y * 2.4 / Canvas::HEIGHT - 1.2));
      }
    }
  }
};

extern "C" const Painter *painter() {
  static const Mandelbrot the_painter;
  return &the_painter;
}
