#include "side.h"
#include <iomanip>
#include <iostream>
#include <numeric>
#include <sstream>
#include <algorithm>
template int twice<int>(int);
template <class... F> struct overloaded : F... { using F::operator()...; };
template <class... F> overloaded(F...) -> overloaded<F...>;
std::string describe(const Value &v) {
  return std::visit(overloaded{[](int i) { return "int " + std::to_string(i); },
                               [](double d) { std::ostringstream s; s << "double " << std::fixed << std::setprecision(2) << d; return s.str(); },
                               [](const std::string &t) { return "string " + t; },
                               [](const std::vector<int> &w) { return "vector of " + std::to_string(w.size()); }}, v);
}
Value make(int which) {
  if (which == 0) return 3;
  if (which == 1) return 2.5;
  if (which == 2) return std::string(100, 'x');
  return std::vector<int>(50, 1);
}
std::optional<Version> parse(std::string_view text) {
  std::istringstream in{std::string(text)};
  Version v; char dot;
  if (in >> v.a >> dot >> v.b >> dot >> v.c) return v;
  return {};
}
std::tuple<int, std::string, double> triple(int n) { return {n, std::string(n, '*'), n / 4.0}; }
std::unordered_map<std::string, int> count(const std::vector<std::string> &words) {
  std::unordered_map<std::string, int> all;
  for (auto &w : words) ++all[w];
  return all;
}
int total(std::span<const int> s) { return std::accumulate(s.begin(), s.end(), 0); }
void stream(std::ostream &o, int n) { o << std::hex << std::setw(8) << std::setfill('0') << n << std::dec << ' ' << true << '\n'; }
std::ostream &out() { return std::cout; }
static struct Init { Init() { std::cout << "side is there" << std::endl; } } init;
