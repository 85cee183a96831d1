#pragma once
#include <any>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>
struct Shape {
  virtual ~Shape();
  virtual double area() const = 0;
  virtual std::string name() const { return "shape"; }
};
struct Registry {
  using Maker = std::function<std::unique_ptr<Shape>(double)>;
  std::map<std::string, Maker> makers;
  std::vector<std::string> log;
  static Registry &instance();
  void add(const std::string &name, Maker maker);
};
inline int counter = 100;
inline int &local_static() {
  static int value = 7;
  return value;
}
template <class T> struct Holder {
  static T value;
  static int uses;
};
template <class T> T Holder<T>::value{};
template <class T> int Holder<T>::uses = 0;
struct Adder {
  std::string name;
  ~Adder();
};
