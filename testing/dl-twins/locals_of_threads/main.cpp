#include "shared.h"
#include "twin.h"
int side_run();
thread_local Noisy mains("of main");
int run(void) {
  put_int(counter); put_int(side_run()); put_int(counter); put_int(per_thread());
  put_int(mains.value);
  void *plug = dlopen("plug.so", RTLD_NOW);
  int (*f)() = (int (*)())dlsym(plug, "plug_run");
  put_int(f()); put_int(f()); put_int(side_run());
  put_int(counter); put_int(per_thread()); put_str(Holder::text.c_str()); put_int(shared_noisy.value);
  put_str("returns");
  return 0;
}
