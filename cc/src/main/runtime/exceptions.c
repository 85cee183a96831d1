/* The C++ library of the sysroot is made without exceptions: what is thrown cannot be caught, and ends the program. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The first two words of every std::type_info. */
struct type_info {
  void *functions;
  const char *name;
};

static void say(const char *text) { (void)!write(2, text, strlen(text)); }

void *__cxa_allocate_exception(size_t size) {
  void *object = malloc(size);
  if (object == NULL) {
    abort();
  }
  return object;
}

void __cxa_free_exception(void *object) { free(object); }

_Noreturn void __cxa_throw(void *object, struct type_info *type, void (*destroy)(void *)) {
  (void)object;
  (void)destroy;
  say("terminating: uncaught exception of type ");
  say(type->name);
  say(" (this program was compiled without support for catching)\n");
  abort();
}

_Noreturn void __cxa_rethrow(void) {
  say("terminating: rethrown exception\n");
  abort();
}
