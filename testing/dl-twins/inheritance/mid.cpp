#include "shared.h"
#include "twin.h"
Plate::~Plate() { put_str("~Plate"); }
double Plate::area() const { return 2 * scale; }
Disc::~Disc() { put_str("~Disc"); }
const char *Disc::name() const { return "disc"; }
double Disc::area() const { return 3 * Plate::area() + weight; }
Disc *Disc::clone() const { Disc *copy = new Disc(*this); copy->weight = 50; return copy; }
int Disc::spin(int by) { return turns += by; }
Named *as_named(Disc *d) { return d; }
Area *as_area(Disc *d) { return d; }
Spin disc_spin = &Disc::spin;
