#include <cstdio>
#include <stdexcept>
#include <string>
extern int fails;
extern "C" int needed_value();
struct First { First() { puts("first begins"); } ~First() { puts("first ends"); } } first;
struct Second { int value; Second() : value(needed_value()) { if (fails) throw std::runtime_error("no second, " + std::to_string(value)); puts("second begins"); } ~Second() { puts("second ends"); } } second;
extern "C" int side_value() { return second.value + 2; }
