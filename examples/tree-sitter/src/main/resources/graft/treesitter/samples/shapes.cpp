// Shapes — classes, templates and lambdas for a parser to read.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace shapes {

template <typename T, int N = 2>
struct point {
  T at[N]{};
  constexpr T operator[](int i) const noexcept { return at[i]; }
  friend auto operator<=>(const point &, const point &) = default;
};

class shape {
 public:
  explicit shape(std::string name) : name_{std::move(name)} {}
  virtual ~shape() = default;
  virtual double area() const = 0;
  [[nodiscard]] const std::string &name() const { return name_; }

 protected:
  std::string name_;
};

class circle final : public shape {
 public:
  circle(double r) : shape(u8"Kreis ⌀"), r_(r) {}
  double area() const override { return 3.14159'26535 * r_ * r_; }

 private:
  double r_;
};

template <typename... Ts>
auto sum(Ts... values) { return (values + ... + 0); }

concept_like:
using list = std::vector<std::unique_ptr<shape>>;

inline void sort(list &all) {
  std::sort(all.begin(), all.end(), [](const auto &a, const auto &b) -> bool { return a->area() < b->area(); });
}

}  // namespace shapes

int main() try {
  shapes::list all;
  all.push_back(std::make_unique<shapes::circle>(2.5));
  shapes::sort(all);
  for (auto &&s : all) {
    if (auto a = s->area(); a > 0x1p3) throw a;
  }
  const char *raw = R"delim(a "raw" \ string)delim";
  return static_cast<int>(shapes::sum(1, 2, 3)) - 6 + (raw == nullptr);
} catch (...) {
  return 1;
}
