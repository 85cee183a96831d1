#include "twin.h"
#include <stdlib.h>
char *a_block(int megabytes);
long long a_sum();
extern char *block;
int run(void) {
  char *first = a_block(10);
  first[5] = 55;
  put_i64(a_sum());
  void *plug = dlopen("plug.so", RTLD_NOW);
  put_int(((int (*)())dlsym(plug, "plug_run"))());
  put_int(first[5]); put_int(block[77]);
  char *second = a_block(15);
  put_int(second[14 << 20]); put_int(first[6]);
  free(first); free(second);
  return 0;
}
