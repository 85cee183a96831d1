#include "twin.h"
extern long long table[8]; extern const char name[]; extern int version; extern int old_only[2]; extern double new_only; extern long long *const last;
int old_sum(void); long long new_sum(void); int fixed_sum(void); int *fixed_table(void);
int run(void) {
  put_str(name); put_int(version); put_i64(table[1]); put_i64(*last); put_int(old_only[1]); put_f64(new_only);
  put_int(old_sum()); put_i64(new_sum()); put_int(fixed_sum()); put_int(fixed_table()[1]); put_int((void *)fixed_table() == (void *)table);
  table[0] = 1000; version = 20; put_int(old_sum()); put_i64(new_sum()); put_int(fixed_sum());
  void *old = dlopen("olduser.so", RTLD_NOW), *newer = dlopen("newuser.so", RTLD_NOW);
  put_int(((int (*)(void))dlsym(old, "user_version"))()); put_str(((const char *(*)(void))dlsym(old, "user_name"))()); put_int(((int (*)(void))dlsym(old, "user_first"))()); put_int(((void *(*)(void))dlsym(newer, "user_table"))() == (void *)table);
  put_int(*(int *)dlsym(old, "version")); put_int(*(int *)dlsym(newer, "version")); put_str((const char *)dlsym(old, "name")); put_int(((int *)dlsym(old, "table"))[3]); put_int(dlsym(old, "table") == dlsym(RTLD_DEFAULT, "table"));
  put_int(((int *)dlsym(dlopen("libfixed.so", RTLD_NOW | RTLD_NOLOAD), "table"))[0]);
  return 0;
}
