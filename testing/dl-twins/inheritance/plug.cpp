#include "shared.h"
#include "twin.h"
struct Wheel : Disc { const char *name() const override { return "wheel"; } int spin(int by) override { return Disc::spin(2 * by); } Wheel *clone() const override { return new Wheel(*this); } double area() const override { return 7; } };
extern "C" Disc *make() { return new Wheel; }
extern "C" void use(Area *area) {
  put_f64(area->area());
  Disc *disc = dynamic_cast<Disc *>(area);
  put_int(disc != nullptr);
  Named *named = dynamic_cast<Named *>(area);
  put_str(named ? named->name() : "none");
  Wheel *wheel = dynamic_cast<Wheel *>(area);
  put_int(wheel != nullptr);
  if (disc) put_int((disc->*disc_spin)(5));
  put_str(typeid(*area).name());
  put_int(typeid(*area) == typeid(Disc)); put_int(typeid(*area) == typeid(Wheel));
}
