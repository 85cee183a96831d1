#include "twin.h"
extern __thread int a_tls; int a_next(void); int *a_where(void);
__thread int own = 3;
int run(void) {
  put_int(a_next()); put_int(a_tls); put_int(&a_tls == a_where());
  void *p = dlopen("plug.so", RTLD_NOW);
  put_int(((int (*)(void))dlsym(p, "p_next"))());
  put_int(((int (*)(void))dlsym(p, "p_next"))());
  put_int(((int *(*)(void))dlsym(p, "p_where"))() == a_where());
  put_int(*(int *)dlsym(p, "p_tls"));
  put_int(a_next()); put_int(own++); put_int(own);
  return 0;
}
