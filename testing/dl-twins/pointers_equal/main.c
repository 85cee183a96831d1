#include "twin.h"
int shared(int); int (*a_taken(void))(int); int (*b_taken(void))(int); int b_same(int (*)(int));
int in_main(int x) { return x * 2; }
int run(void) {
  void *plug = dlopen("plug.so", RTLD_NOW);
  int (*(*p_taken)(void))(int) = dlsym(plug, "p_taken");
  int (*(*p_main)(void))(int) = dlsym(plug, "p_main");
  put_int(a_taken() == shared);
  put_int(b_taken() == shared);
  put_int(b_same(shared));
  put_int(p_taken() == shared);
  put_int(p_main() == in_main);
  put_int(dlsym(RTLD_DEFAULT, "shared") == (void *)shared);
  put_int(dlsym(RTLD_DEFAULT, "in_main") == (void *)in_main);
  put_int(dlsym(plug, "p_taken") == (void *)p_taken);
  put_int(p_taken()(4) + p_main()(4));
  return 0;
}
