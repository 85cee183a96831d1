#include <stdexcept>
#include <string>

struct Shape {
  virtual ~Shape() {}
  virtual double area() const = 0;
};

struct Square : Shape {
  double side = 2;
  double area() const override;
};

struct ShapeError : std::runtime_error {
  int code;
  ShapeError(int code, const std::string &what) : std::runtime_error(what), code(code) {}
};
