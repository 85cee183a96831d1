#include <cstdio>
extern "C" int through_java(int (*)(int), int);
extern "C" int side(int (*f)(int), int x) {
  try {
    return through_java(f, x);
  } catch (int) {
    puts("never");
    return 0;
  }
}

// Nothing is caught here: JavaScript-style exceptions stop a longjmp at a try block of a module without setjmp,
// under Node, too.
extern "C" int past_side(int (*f)(int), int x) { return through_java(f, x) + 1; }
