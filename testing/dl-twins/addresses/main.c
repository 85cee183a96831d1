#include "twin.h"
extern int a_array[20], a_number, a_zero[10]; extern char a_text[64];
int a_function(int); int (*a_get_static(void))(int); int *a_get_hidden(void);
int main_value = 5;
int main_array[8] = {1, 2};
int main_function(int x) { return x; }
static void show(const char *what, void *address) {
  Dl_info info;
  put_str(what);
  if (!dladdr(address, &info)) { put_str("nobody's"); return; }
  const char *file = info.dli_fname, *last = file;
  for (; *file; file++) if (*file == '/') last = file + 1;
  put_int(last[0] == 'm'); put_str(last[0] == 'm' ? "main" : last);
  put_str(info.dli_sname ? info.dli_sname : "no symbol");
  put_int(info.dli_sname ? (int)((char *)address - (char *)info.dli_saddr) : -1);
}
int run(void) {
  show("array", a_array); show("third", &a_array[3]); show("number", &a_number); show("text", a_text + 10);
  show("zero", &a_zero[2]); show("function", (void *)a_function);
  show("main", &main_value); show("main array", &main_array[1]); show("main function", (void *)main_function);
  void *plug = dlopen("plug.so", RTLD_NOW);
  show("plug", dlsym(plug, "plug_value")); show("plug function", dlsym(plug, "plug_function"));
  int local; show("stack", &local); show("null", 0);
  Dl_info one, two;
  dladdr(a_array, &one); dladdr(&a_number, &two);
  put_int(one.dli_fbase == two.dli_fbase);
  dladdr(&main_value, &two);
  put_int(one.dli_fbase == two.dli_fbase);
  put_int(dladdr((void *)a_get_static(), &one) != 0);
  put_int(dladdr(a_get_hidden(), &one) != 0);
  return 0;
}
