#include "shared.h"
#include <algorithm>
#include "twin.h"
extern "C" void plug_run() {
  for (int i = 0; i < 4; i++) put_str(describe(make_value(i)).c_str());
  std::any a = wrap(1); put_str(std::any_cast<std::string &>(a).c_str());
  put_int(std::any_cast<int>(wrap(0))); put_int(std::any_cast<std::string>(&a) != nullptr); put_int(std::any_cast<double>(&a) == nullptr);
  Money m = std::any_cast<Money>(wrap(2)); put_f64((double)(m + Money{66}));
  std::vector<Money> all{{30}, {10}, {20}}; std::sort(all.begin(), all.end()); put_i64(all[0].cents); put_i64(std::max_element(all.begin(), all.end())->cents);
  Stack<std::string> words; words.push("first"); words.push("second"); put_str(words.pop().c_str());
  auto count = counter(100); put_int(count(5)); put_int(count(6));
}
