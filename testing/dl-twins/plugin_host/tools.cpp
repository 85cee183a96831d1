#include "core.h"
#include <algorithm>
#include <numeric>
namespace {
struct Init {
  Init() {
    local_static() *= 2;
    Holder<long>::value *= 3;
    Holder<std::string>::value += "tools ";
    ++Holder<int>::uses;
    counter += 1000;
  }
} init;
}
extern "C" double sum(const std::vector<std::unique_ptr<Shape>> &shapes,
                      const std::function<double(const Shape &)> &f) {
  return std::accumulate(shapes.begin(), shapes.end(), 0.0,
                         [&](double all, const auto &each) { return all + f(*each); });
}
extern "C" std::function<int(int)> *compose(std::function<int(int)> f, std::function<int(int)> g) {
  return new std::function<int(int)>([f, g](int x) { return g(f(x)); });
}
int *counter_in_tools() { return &counter; }
namespace tools {
std::string join(const std::vector<std::string> &parts, char by) {
  std::string all;
  for (const auto &part : parts) all += (all.empty() ? "" : std::string(1, by)) + part;
  return all;
}
}
