#include "shared.h"
#include "twin.h"
int need_next();
const void *need_address();
int run(void) {
  put_int(need_next());
  put_int(Holder<int>::next());
  put_int(Holder<long>::next());
  put_int(need_address() == &counter);
  void *one = dlopen("one.so", RTLD_NOW | RTLD_LOCAL), *two = dlopen("two.so", RTLD_NOW | RTLD_LOCAL);
  auto one_next = (int (*)())dlsym(one, "one_next");
  auto two_next = (int (*)())dlsym(two, "two_next");
  put_int(one_next()); put_int(two_next()); put_int(one_next());
  put_int(counter); put_int(Holder<int>::value); put_int(Registry::instance().count);
  auto one_name = (const char *(*)())dlsym(one, "one_name");
  auto two_name = (const char *(*)())dlsym(two, "two_name");
  put_int(one_name() == name()); put_int(two_name() == name());
  auto one_plugins = (int (*)())dlsym(one, "one_plugins");
  auto two_plugins = (int (*)())dlsym(two, "two_plugins");
  put_int(one_plugins()); put_int(two_plugins()); put_int(one_plugins());
  return 0;
}
