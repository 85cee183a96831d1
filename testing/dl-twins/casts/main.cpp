#include <sstream>
#include <typeinfo>
#include <vector>
#include <map>
#include "shapes.h"
#include "twin.h"
struct Mine : Circle { std::string name() const override { return "mine+" + Circle::name(); } };
int run(void) {
  void *p = dlopen("plug.so", RTLD_NOW);
  Shape *square = ((Shape * (*)()) dlsym(p, "square"))();
  int (*looks)(Shape *) = (int (*)(Shape *))dlsym(p, "looks");
  Mine mine;
  std::vector<Shape *> all = {make(0), make(1), square, &mine};
  std::map<std::string, int> seen;
  for (Shape *s : all) {
    Tagged *t = dynamic_cast<Tagged *>(s);
    std::ostringstream out;
    out << s->name() << " " << (t ? t->tag : -1) << " " << (dynamic_cast<Circle *>(s) != nullptr) << " " << (typeid(*s) == typeid(Circle)) << " " << looks(s);
    put_str(out.str().c_str());
    seen[typeid(*s).name()]++;
  }
  put_int(seen.size());
  return 0;
}
