#include "shared.h"
#include "twin.h"
void a_show(void);
const char *main_words[] = {"zero", "one", "two"};
int interposed(int x) { return x + 500; }
extern int *a_element;
int **main_element = &a_element;
Binary main_table[] = {b_sub, b_add};
int run(void) {
  a_show();
  put_int(**main_element);
  put_int(main_table[0](1, 1)); put_int(main_table[1](1, 1));
  b_array[3] = 33;
  put_int(**main_element);
  void *plug = dlopen("plug.so", RTLD_NOW);
  put_int(((int (*)(void))dlsym(plug, "plug_run"))());
  return 0;
}
