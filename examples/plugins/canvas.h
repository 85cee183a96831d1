// A canvas of characters: what libcanvas.so offers to the program and to every plugin.
#pragma once

class Canvas {
public:
  static const int WIDTH = 64;
  static const int HEIGHT = 20;

  Canvas();

  // Sets a point to a brightness between 0 (dark) and 1. Points outside are ignored.
  void plot(int x, int y, double brightness);

  // Writes the canvas to standard output.
  void print() const;

private:
  char rows[HEIGHT][WIDTH];
};

// A variable that all modules share: how many points have been plotted in all.
extern long points_plotted;
