#include "twin.h"
int run(void) {
  for (int i = 0; i < 3; i++) {
    void *one = dlopen("libc1.so", RTLD_NOW), *plug = dlopen("plug.so", RTLD_NOW);
    put_int(((int (*)(int))dlsym(one, "call1"))(4)); put_int(((int (*)(int))dlsym(plug, "plug"))(5)); put_int(dlsym(one, "value2") == dlsym(plug, "value2"));
    put_int(dlclose(one)); put_int(dlopen("libc1.so", RTLD_NOW | RTLD_NOLOAD) != 0); put_int(((int (*)(int))dlsym(plug, "plug"))(3));
    dlclose(dlopen("libc3.so", RTLD_NOW)); one = dlopen("libc1.so", RTLD_NOW | RTLD_NOLOAD); put_int(dlclose(one)); put_int(dlclose(one)); put_int(dlclose(plug));
    put_int(dlopen("libc3.so", RTLD_NOW | RTLD_NOLOAD) == 0);
  }
  return 0;
}
