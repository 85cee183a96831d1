#include <csetjmp>
#include <cstdio>
#include <stdexcept>
#include <string>

extern "C" int through_java(int (*)(int), int);
extern "C" int side(int (*)(int), int);
extern "C" int past_side(int (*)(int), int);

struct Guard {
  const char *name;
  ~Guard() { printf("%s ends\n", name); }
};

struct Failure : std::runtime_error {
  int code;
  Failure(int code) : std::runtime_error("failure"), code(code) {}
};

static int fine(int x) { return x + 1; }

static int fails(int x) {
  Guard guard = {"thrower"};
  throw Failure(x);
}

static int through_side(int x) { return side(fails, x + 1); }

static int again(int x) {
  try {
    return through_java(fails, x);
  } catch (const std::exception &e) {
    printf("again: %s\n", e.what());
    throw std::string("a string");
  }
}

static jmp_buf outer;

static int leaps(int x) { longjmp(outer, x); }

static void catches(int (*f)(int), int x) {
  try {
    Guard guard = {"catcher"};
    printf("%d\n", through_java(f, x));
  } catch (const Failure &e) {
    printf("%s %d\n", e.what(), e.code);
  } catch (const std::string &text) {
    printf("%s\n", text.c_str());
  }
}

int main() {
  catches(fine, 1);
  catches(fails, 2);
  catches(through_side, 3);
  catches(again, 4);
  volatile int rounds = 0;
  int value = setjmp(outer);
  printf("setjmp %d\n", value);
  if (rounds++ < 3) through_java(leaps, 10 + rounds);
  if (rounds++ < 6) past_side(leaps, 20 + rounds);
  catches(fails, 5);
  return 0;
}
