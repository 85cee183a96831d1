#include "core.h"
#include <cstdio>
#include <typeinfo>
extern "C" {
#include "twin.h"
}
struct Local : Shape {
  double area() const override { return 0.5; }
};
template <class F> static F *symbol(void *handle, const char *name) {
  auto *found = reinterpret_cast<F *>(dlsym(handle, name));
  if (!found) printf("no %s: %s\n", name, dlerror());
  return found;
}
int run() {
  printf("%zu %d\n", Registry::instance().makers.size(), local_static());
  void *shapes = dlopen("shapes.so", RTLD_NOW | RTLD_GLOBAL);
  void *tools = dlopen("tools.so", RTLD_NOW | RTLD_GLOBAL);
  if (!shapes || !tools) { printf("%s\n", dlerror()); return 1; }
  printf("%d %d %ld %s %d\n", local_static(), counter, Holder<long>::value,
         Holder<std::string>::value.c_str(), Holder<int>::uses);
  std::vector<std::unique_ptr<Shape>> all;
  for (auto &[name, make] : Registry::instance().makers) all.push_back(make(2));
  all.push_back(std::make_unique<Local>());
  auto sum = symbol<double(const std::vector<std::unique_ptr<Shape>> &,
                           const std::function<double(const Shape &)> &)>(tools, "sum");
  double factor = 10;
  printf("%.2f\n", sum(all, [&](const Shape &s) { return factor * s.area(); }));
  auto compose = symbol<std::function<int(int)> *(std::function<int(int)>, std::function<int(int)>)>(
      tools, "compose");
  std::unique_ptr<std::function<int(int)>> both(
      compose([](int x) { return x + 1; }, [](int x) { return x * x; }));
  printf("%d\n", (*both)(6));
  auto make_any = symbol<std::any *(int)>(shapes, "make_any");
  for (int i = 0; i < 3; i++) {
    std::unique_ptr<std::any> any(make_any(i));
    int *number = std::any_cast<int>(any.get());
    auto *text = std::any_cast<std::string>(any.get());
    auto *adder = std::any_cast<Adder>(any.get());
    printf("%d %s %s\n", number ? *number : -1, text ? text->c_str() : "-",
           adder ? adder->name.c_str() : "-");
  }
  auto type_of = symbol<const std::type_info *(const Shape *)>(shapes, "type_of");
  Local local;
  printf("%d %d\n", *type_of(&local) == typeid(Local), *type_of(all[0].get()) == typeid(Local));
  printf("%d\n", *symbol<const std::type_info *()>(shapes, "type_of_adder")() == typeid(Adder));
  printf("%d\n", symbol<int *()>(shapes, "counter_address")() == &counter);
  printf("%d\n", symbol<int *()>(shapes, "static_address")() == &local_static());
  printf("%d\n", symbol<int *()>(tools, "_Z16counter_in_toolsv")() == &counter);
  for (auto &each : all) printf("%s ", each->name().c_str());
  all.clear();
  printf("%zu %d\n", Registry::instance().log.size(), counter);
  for (auto &each : Registry::instance().log) printf("%s;", each.c_str());
  puts("");
  return 0;
}
