#pragma once
#include <any>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <variant>
#include <vector>
using Value = std::variant<int, double, std::string, std::vector<int>>;
struct Money { long long cents; Money operator+(const Money &other) const; bool operator<(const Money &other) const; explicit operator double() const; };
struct Unique { std::unique_ptr<int> held; explicit Unique(int v); Unique(Unique &&) noexcept; Unique &operator=(Unique &&) noexcept; ~Unique(); };
template <class T> struct Stack { std::vector<T> items; void push(T item); T pop(); };
extern template struct Stack<int>;
extern template struct Stack<std::string>;
Value make_value(int kind);
std::string describe(const Value &value);
std::optional<int> parse(std::string_view text);
std::any wrap(int kind);
std::tuple<int, std::string, double> three();
std::function<int(int)> counter(int start);
std::shared_ptr<std::string> shared(const char *text);
Unique pass(Unique in);
std::unordered_map<std::string, std::vector<int>> group(const std::vector<std::string> &words);
long count_matches(const std::string &text, const std::string &pattern);
