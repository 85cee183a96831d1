#pragma once
#include <compare>
#include <concepts>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <variant>
#include <vector>
template <class T> concept Number = std::integral<T> || std::floating_point<T>;
template <Number T> T twice(T v) { return v + v; }
struct Version { int a, b, c; auto operator<=>(const Version &) const = default; };
using Value = std::variant<int, double, std::string, std::vector<int>>;
std::string describe(const Value &);
Value make(int);
std::optional<Version> parse(std::string_view);
std::tuple<int, std::string, double> triple(int);
std::unordered_map<std::string, int> count(const std::vector<std::string> &);
int total(std::span<const int>);
void stream(std::ostream &, int);
std::ostream &out();
extern template int twice<int>(int);
