#include "twin.h"
#define WEAK __attribute__((weak))
WEAK int second(void) { return 9; }
int first(void); int third(void); int a_sees(void); int b_sees(void); int c_sees(void);
extern int first_data, second_data;
WEAK int fresh(void);
int run(void) {
  put_int(first() * 1000 + second() * 100 + third() * 10 + first_data);
  put_int(second_data);
  put_int(a_sees()); put_int(b_sees()); put_int(c_sees());
  put_int(fresh == 0);
  void *plug = dlopen("plug.so", RTLD_NOW | RTLD_GLOBAL);
  put_int(((int (*)(void))dlsym(plug, "plug_sees"))());
  put_int(((int (*)(void))dlsym(RTLD_DEFAULT, "first"))());
  put_int(((int (*)(void))dlsym(plug, "first"))());
  put_int(((int (*)(void))dlsym(RTLD_DEFAULT, "fresh"))());
  return 0;
}
