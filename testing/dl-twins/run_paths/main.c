#include "twin.h"
int run(void) {
  put_int(dlopen("libother.so", RTLD_NOW) == 0);
  dlerror();
  void *tree = dlopen("sub/libtree.so", RTLD_NOW);
  if (!tree) { put_str(dlerror()); return 0; }
  put_int(((int (*)(void))dlsym(tree, "tree"))());
  put_int(((int (*)(const char *))dlsym(tree, "opens"))("libother.so"));
  void *same = dlopen("sub/deep/../deep/libother.so", RTLD_NOW);
  put_int(((int (*)(void))dlsym(same, "other"))());
  put_int(same == dlopen("./sub/deep/libother.so", RTLD_NOW | RTLD_NOLOAD));
  put_int(tree == dlopen("./sub/libtree.so", RTLD_NOW));
  return 0;
}
