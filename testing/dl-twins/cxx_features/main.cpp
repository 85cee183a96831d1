#include "shared.h"
#include "twin.h"
int run(void) {
  put_str(describe(Value(std::in_place_type<std::string>, "main's")).c_str());
  put_int(parse("123").value_or(-1)); put_int(parse("12x").value_or(-1)); put_int(parse("").has_value());
  auto [i, s, d] = three(); put_int(i); put_str(s.c_str()); put_f64(d);
  auto one = counter(10), two = one; put_int(one(1)); put_int(two(1));
  auto text = shared("one"); auto same = shared(" two"); put_int(text == same); put_str(text->c_str()); put_int((int)text.use_count());
  { Unique u(41); Unique v = pass(std::move(u)); put_int(u.held == nullptr); u = std::move(v); put_str("scope ends"); }
  Stack<int> stack; for (int n = 0; n < 5; n++) stack.push(n * n); put_int(stack.pop()); put_int(stack.pop());
  auto groups = group({"apple", "bean", "avocado", "beet", "apricot"}); put_int((int)groups["a"].size()); put_int(groups["b"][1]);
  put_int((int)count_matches("the cat sat on the mat", "[a-z]at"));
  void *plug = dlopen("plug.so", RTLD_NOW);
  ((void (*)())dlsym(plug, "plug_run"))();
  return 0;
}
