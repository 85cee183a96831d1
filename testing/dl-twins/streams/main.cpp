#include "side.h"
#include <iostream>
#include <sstream>
#include <algorithm>
extern "C" {
#include "twin.h"
}
int run() {
  for (int i = 0; i < 4; i++) std::cout << describe(make(i)) << '\n';
  auto v = parse("1.2.3"), w = parse("1.10.0");
  std::cout << v.has_value() << (v < w) << (*v == Version{1, 2, 3}) << parse("x").has_value() << std::endl;
  auto [n, s, d] = triple(5);
  std::cout << n << s << d << '\n';
  auto c = count({"a", "b", "a", "c", "a"});
  std::cout << c["a"] << c["b"] << c.size() << '\n';
  int values[] = {1, 2, 3, 4};
  std::cout << total(values) << ' ' << twice(21) << ' ' << twice(1.25) << '\n';
  std::ostringstream text;
  stream(text, 0xabc);
  std::cout << text.str();
  stream(std::cout, 77);
  std::cout << (&out() == &std::cout) << '\n';
  std::cout << std::get<std::string>(make(2)).size() << ' ' << std::get<3>(make(3)).size() << std::endl;
  return 0;
}
