#include "twin.h"
int a_value = 3;
int a_function(int x) { return x + a_value; }
const char *base(const char *file) {
  const char *last = file;
  for (; *file; file++)
    if (*file == '/') last = file + 1;
  return last;
}
void show(const char *what, const void *address) {
  Dl_info info;
  put_str(what);
  if (!dladdr(address, &info)) {
    put_str("nobody's");
    return;
  }
  put_str(base(info.dli_fname)[0] == 'm' ? "main" : base(info.dli_fname));
  put_str(info.dli_sname ? info.dli_sname : "no symbol");
}
