#include "twin.h"
static void error(void) { put_str(dlerror() ? "error" : "none"); }
static int has(const char *text, const char *part) {
  for (; *text; text++) { int i = 0; while (part[i] && text[i] == part[i]) i++; if (!part[i]) return 1; }
  return 0;
}
int run(void) {
  error();
  put_int(dlopen("nowhere.so", RTLD_NOW) == 0);
  char *text = dlerror();
  put_int(has(text, "nowhere.so"));
  error();
  void *plug = dlopen("plug.so", RTLD_NOW);
  error();
  put_int(dlsym(plug, "absent_function") == 0);
  text = dlerror();
  put_int(has(text, "absent_function"));
  error();
  dlsym(plug, "absent");
  dlsym(plug, "absent_too");
  text = dlerror();
  put_int(has(text, "absent_too"));
  error();
  dlsym(plug, "value");
  error();
  error();
  put_int(dlopen(0, RTLD_NOW) != 0);
  error();
  put_int(dlsym(RTLD_DEFAULT, "absent") == 0);
  error();
  return 0;
}
