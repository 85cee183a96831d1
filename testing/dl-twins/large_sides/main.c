#include <stdio.h>
#include <stdlib.h>
#include "twin.h"
extern int big_data[8192]; extern char big_zero[5 << 20]; extern int *const into; extern char aligned[];
int aligned_ok(void); long long sum_data(void); int zero(void); void fill(int); int frame(int); int aligned_frame(int); void *grow(size_t);
int run(void) {
  printf("%d %lld %d %d %s\n", aligned_ok(), sum_data(), zero(), *into, aligned);
  fill(3);
  printf("%d %d\n", big_zero[0], big_zero[(5 << 20) - 1]);
  printf("%d %d\n", frame(50), aligned_frame(77));
  char *p = grow(40 << 20);
  printf("%d %d\n", p[0], p[(40 << 20) - 1]);
  void *h = dlopen("plug.so", RTLD_NOW);
  if (!h) puts(dlerror());
  printf("%d\n", ((int (*)(void))dlsym(h, "check"))());
  char *q = grow(30 << 20);
  printf("%d %lld %d\n", q != 0, sum_data(), big_zero[1000]);
  free(p); free(q);
  return 0;
}
