#include <algorithm>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

struct Shape {
  virtual ~Shape() = default;
  virtual double area() const = 0;
};

struct Square final : Shape {
  explicit Square(double side) : side(side) {}
  double area() const override { return side * side; }
  double side;
};

static std::map<std::string, int> counts{{"one", 1}, {"two", 2}};
thread_local int calls;

int main() {
  std::vector<std::unique_ptr<Shape>> shapes;
  for (double side : {3.0, 1.0, 2.0}) {
    shapes.push_back(std::make_unique<Square>(side));
  }
  std::sort(shapes.begin(), shapes.end(), [](auto &a, auto &b) { return a->area() < b->area(); });
  std::ostringstream text;
  for (auto &shape : shapes) {
    text << shape->area() << ' ' << ++calls << '\n';
  }
  std::cout << text.str() << counts["two"] << std::endl;
}
