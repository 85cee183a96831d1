#include "core.h"
Shape::~Shape() { Registry::instance().log.push_back("~Shape"); }
Registry &Registry::instance() {
  static Registry registry;
  return registry;
}
void Registry::add(const std::string &name, Maker maker) {
  log.push_back("add " + name);
  makers[name] = std::move(maker);
}
Adder::~Adder() {}
