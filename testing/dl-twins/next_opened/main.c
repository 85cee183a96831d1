#include "next.h"
int shared(void) { return 0; }
int main_only(void) { return 100; }
static const char *names[] = {"shared", "main_only", "dep_only", "one_only", "two_only", "three_only", "start_only"};
static void ask(void *library, const char *next_name, const char *first_name) {
  int (*next_of)(const char *) = (int (*)(const char *))dlsym(library, next_name), (*first_of)(const char *) = (int (*)(const char *))dlsym(library, first_name);
  put_str(next_name);
  for (int i = 0; i < 7; i++) { put_int(next_of(names[i])); put_int(first_of(names[i])); }
}
int run(void) {
  void *one = dlopen("one.so", RTLD_NOW | RTLD_GLOBAL), *two = dlopen("two.so", RTLD_NOW | RTLD_GLOBAL), *three = dlopen("three.so", RTLD_NOW);
  ask(one, "one_next", "one_first"); ask(two, "two_next", "two_first"); ask(three, "three_next", "three_first"); ask(three, "dep_next", "dep_first"); ask(dlopen("libstart.so", RTLD_NOW), "start_next", "start_first");
  for (int i = 0; i < 7; i++) { put_int(next(names[i])); put_int(first(names[i])); }
  dlclose(one); ask(three, "dep_next", "dep_first");
  return 0;
}
