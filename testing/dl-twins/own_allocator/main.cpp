#include <cstdlib>
#include <new>
#include "twin.h"
static int news, deletes;
void *operator new(std::size_t size) { news++; return std::malloc(size); }
void operator delete(void *p) noexcept { if (p) deletes++; std::free(p); }
void operator delete(void *p, std::size_t) noexcept { if (p) deletes++; std::free(p); }
struct Node; Node *chain(int); int unchain(Node *); int containers(int);
int run(void) {
  news = deletes = 0;
  Node *head = chain(5);
  put_int(news); put_int(deletes);
  put_int(unchain(head)); put_int(deletes);
  put_int(containers(6)); put_int(news == deletes); put_int(news > 10);
  news = deletes = 0;
  void *plug = dlopen("plug.so", RTLD_NOW);
  put_int(((int (*)(int))dlsym(plug, "plug_run"))(7));
  put_int(news == deletes); put_int(news >= 7);
  return 0;
}
