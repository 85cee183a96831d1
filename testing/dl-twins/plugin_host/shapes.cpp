#include "core.h"
#include <typeinfo>
namespace {
struct Circle : Shape {
  double r;
  explicit Circle(double r) : r(r) {}
  double area() const override { return 3 * r * r; }
  std::string name() const override { return "circle"; }
  ~Circle() override { ++counter; }
};
struct Square final : Shape {
  double a;
  explicit Square(double a) : a(a) {}
  double area() const override { return a * a; }
};
struct Registrar {
  Registrar() {
    Registry::instance().add("circle", [](double r) { return std::make_unique<Circle>(r); });
    int offset = 1;
    Registry::instance().add(
        "square", [offset](double a) { return std::make_unique<Square>(a + offset); });
    ++local_static();
    Holder<long>::value += 5;
    Holder<std::string>::value += "shapes ";
    ++Holder<int>::uses;
  }
} registrar;
}
extern "C" {
std::any *make_any(int what) {
  switch (what) {
    case 0: return new std::any(42);
    case 1: return new std::any(std::string("text"));
    default: return new std::any(Adder{"adder"});
  }
}
const std::type_info *type_of(const Shape *shape) { return &typeid(*shape); }
const std::type_info *type_of_adder() { return &typeid(Adder); }
int *counter_address() { return &counter; }
int *static_address() { return &local_static(); }
}
