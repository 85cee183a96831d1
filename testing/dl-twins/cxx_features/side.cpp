#include "shared.h"
#include <algorithm>
#include <charconv>
#include <numeric>
#include <regex>
#include "twin.h"
Money Money::operator+(const Money &other) const { return {cents + other.cents}; }
bool Money::operator<(const Money &other) const { return cents < other.cents; }
Money::operator double() const { return cents / 100.0; }
Unique::Unique(int v) : held(new int(v)) {}
Unique::Unique(Unique &&) noexcept = default;
Unique &Unique::operator=(Unique &&) noexcept = default;
Unique::~Unique() { if (held) put_int(*held); }
template <class T> void Stack<T>::push(T item) { items.push_back(std::move(item)); }
template <class T> T Stack<T>::pop() { T item = std::move(items.back()); items.pop_back(); return item; }
template struct Stack<int>;
template struct Stack<std::string>;
Value make_value(int kind) { switch (kind) { case 0: return 5; case 1: return 2.5; case 2: return std::string("a string that is too long for small ones"); default: return std::vector<int>{1, 2, 3}; } }
std::string describe(const Value &value) {
  return std::visit([](const auto &v) -> std::string { using T = std::decay_t<decltype(v)>; if constexpr (std::is_same_v<T, std::string>) return "string of " + std::to_string(v.size()); else if constexpr (std::is_same_v<T, std::vector<int>>) return "vector with sum " + std::to_string(std::accumulate(v.begin(), v.end(), 0)); else return std::to_string((int)(v * 10)); }, value);
}
std::optional<int> parse(std::string_view text) { int v; auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), v); if (error != std::errc() || end != text.data() + text.size()) return std::nullopt; return v; }
std::any wrap(int kind) { if (kind == 0) return 7; if (kind == 1) return std::string("wrapped"); return Money{1234}; }
std::tuple<int, std::string, double> three() { return {3, "drei", 3.25}; }
std::function<int(int)> counter(int start) { auto state = std::make_shared<int>(start); return [state](int by) { return *state += by; }; }
std::shared_ptr<std::string> shared(const char *text) { static std::weak_ptr<std::string> last; auto old = last.lock(); if (old) { *old += text; return old; } auto fresh = std::make_shared<std::string>(text); last = fresh; return fresh; }
Unique pass(Unique in) { *in.held += 1; return in; }
std::unordered_map<std::string, std::vector<int>> group(const std::vector<std::string> &words) { std::unordered_map<std::string, std::vector<int>> all; for (size_t i = 0; i < words.size(); i++) all[words[i].substr(0, 1)].push_back((int)i); return all; }
long count_matches(const std::string &text, const std::string &pattern) { std::regex re(pattern); return std::distance(std::sregex_iterator(text.begin(), text.end(), re), std::sregex_iterator()); }
