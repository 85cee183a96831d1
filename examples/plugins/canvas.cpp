// libcanvas.so: the program needs it, so the loader finds and loads it before the program starts.
#include "canvas.h"

#include <stdio.h>
#include <string.h>

static const char SHADES[] = " .:-=+*#%@";

long points_plotted = 0;

// What constructors of global objects do is done when the library is loaded.
static struct Greeting {
  Greeting() { puts("libcanvas.so: loaded"); }
} greeting;

Canvas::Canvas() { memset(rows, ' ', sizeof rows); }

void Canvas::plot(int x, int y, double brightness) {
  if (x < 0 || x >= WIDTH || y < 0 || y >= HEIGHT) {
    return;
  }
  double clipped = brightness < 0 ? 0 : brightness > 0.999 ? 0.999 : brightness;
  rows[y][x] = SHADES[static_cast<int>(clipped * (sizeof SHADES - 1))];
  points_plotted++;
}

void Canvas::print() const {
  for (int y = 0; y < HEIGHT; y++) {
    int end = WIDTH;
    while (end > 0 && rows[y][end - 1] == ' ') {
      end--;
    }
    fwrite(rows[y], 1, end, stdout);
    putchar('\n');
  }
}
