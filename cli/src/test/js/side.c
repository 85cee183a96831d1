#include <emscripten.h>

EM_JS(int, sum, (int a, int b), { return a + b; });
EM_JS(long long, doubled, (long long a), { return a * 2n; });
EM_ASYNC_JS(int, later, (int x), {
  await new Promise(done => setTimeout(done, 1));
  return x * 2;
});
EM_ASYNC_JS(int, fails, (int x), {
  await 1;
  throw new TypeError("no " + x);
});

int (*pointer(void))(int, int) { return sum; }

int side(int x) {
  EM_ASM({ console.log("side " + $0); }, x);
  return sum(x, 4);
}

int wait_for(int x) { return later(x); }

long long twice(long long x) { return doubled(x); }

int bad(void) { return fails(3); }
