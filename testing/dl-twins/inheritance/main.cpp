#include "shared.h"
#include "twin.h"
int run(void) {
  Disc disc;
  Named *named = as_named(&disc); Area *area = as_area(&disc);
  put_str(named->name()); put_f64(area->area()); put_int(dynamic_cast<Disc *>(named) == &disc); put_int(dynamic_cast<Body *>(area) == &disc);
  Body *copy = disc.clone(); put_int(copy->weight); put_str(copy->name()); delete copy;
  Body body; Body *body2 = body.clone(); put_int(body2->weight); delete static_cast<Named *>(body2);
  void *plug = dlopen("plug.so", RTLD_NOW);
  auto use = (void (*)(Area *))dlsym(plug, "use");
  Disc *wheel = ((Disc * (*)()) dlsym(plug, "make"))();
  use(&disc); use(wheel);
  Spin spin = &Disc::spin;
  put_int(spin == disc_spin); put_int((wheel->*spin)(3)); put_int((disc.*spin)(3));
  double (Area::*pointer)() const = &Area::area; put_f64((wheel->*pointer)());
  Body *again = wheel->clone(); put_str(again->name()); delete again;
  delete static_cast<Area *>(wheel);
  return 0;
}
