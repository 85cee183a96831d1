// rings.so, another plugin: waves around a point. It takes cos() from the program's C library.
#include "plugin.h"

#include <math.h>

class Rings : public Painter {
public:
  const char *name() const override { return "rings in water"; }

  void paint(Canvas &canvas) const override {
    for (int y = 0; y < Canvas::HEIGHT; y++) {
      for (int x = 0; x < Canvas::WIDTH; x++) {
        double dx = (x - 24) / 2.0, dy = y - 9;
        double distance = sqrt(dx * dx + dy * dy);
        canvas.plot(x, y, (0.5 + 0.5 * cos(distance)) * (1 - distance / 22));
      }
    }
  }
};

extern "C" const Painter *painter() {
  static const Rings the_painter;
  return &the_painter;
}
