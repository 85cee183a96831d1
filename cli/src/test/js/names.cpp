// What JavaScript inside of C++ may use, printed by Node and by graft run.
//   emcc names.cpp -O1 -fexceptions -sALLOW_MEMORY_GROWTH -sEXIT_RUNTIME=1 ... -o names.js
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <csetjmp>
#include <emscripten.h>

using Function = int (*)(int);

static jmp_buf place;

extern "C" {
EMSCRIPTEN_KEEPALIVE int twice(int x) { return 2 * x; }
EMSCRIPTEN_KEEPALIVE void leave(int status) { std::exit(status); }
EMSCRIPTEN_KEEPALIVE void fail() { throw 42; }
EMSCRIPTEN_KEEPALIVE void jump() { std::longjmp(place, 7); }
}

static int thrice(int x) { return 3 * x; }

EM_JS(int, call, (Function f, int x), { return wasmTable.get(f)(x) + dynCall('ii', f, [x]); });
EM_JS(char *, text, (), { return stringToNewUTF8("grün €"); });
EM_JS(void, failInside, (), { Module._fail(); });
EM_JS(void, jumpInside, (), { _jump(); });

static void functions() {
  EM_ASM({ console.log(_twice(21), Module._twice(4), ccall('twice', 'number', ['number'], [5]),
                       cwrap('twice', 'number', ['number'])(6)); });
  std::printf("%d\n", call(thrice, 5));
  std::fflush(stdout);
}

static void memory() {
  char *s = text();
  std::printf("%s %zu\n", s, std::strlen(s));
  std::fflush(stdout);
  EM_ASM({ console.log(UTF8ToString($0), lengthBytesUTF8('é€'), HEAPU8[$0 + 2], HEAP8[$0 + 2]); }, s);
  std::free(s);
  int numbers[4] = {1, 2, 3, 4};
  double d = 2.5;
  float f = 1.5f;
  EM_ASM({
    console.log(HEAP32[$0 >> 2], getValue($0 + 4, 'i32'), HEAPF64[$1 >> 3], HEAPF32[$2 >> 2]);
    setValue($0, 99, 'i32');
    HEAPF64[$1 >> 3] = 7.25;
  }, numbers, &d, &f);
  std::printf("%d %g\n", numbers[0], d);
  std::fflush(stdout);
  int before = EM_ASM_INT({ return HEAP8.length; });
  void *large = std::malloc(40 << 20);
  std::memset(large, 5, 40 << 20);
  EM_ASM({ console.log(HEAP8.length > $0, HEAPU8[$1 + 1000]); }, before, large);
}

static void files() {
  EM_ASM({
    FS.mkdir('/data');
    FS.writeFile('/data/x.txt', 'from JavaScript');
    FS.writeFile('/data/b.bin', new Uint8Array([1, 2, 3]));
    console.log(FS.readdir('/data').sort(), FS.stat('/data/b.bin').size, FS.readFile('/data/x.txt', { encoding: 'utf8' }));
    try { FS.readFile('/nope'); } catch (e) { console.log(e.errno, e instanceof FS.ErrnoError); }
  });
  char line[64] = {};
  FILE *file = std::fopen("/data/x.txt", "r");
  std::fread(line, 1, sizeof line - 1, file);
  std::fclose(file);
  std::puts(line);
  std::fflush(stdout);
}

static void unwinding() {
  try {
    failInside();
  } catch (int x) {
    std::printf("caught %d\n", x);
  }
  int jumped = setjmp(place);
  if (jumped) {
    std::printf("jumped %d\n", jumped);
  } else {
    jumpInside();
  }
  std::fflush(stdout);
}

static void values() {
  std::printf("%d %u %g\n", EM_ASM_INT({ return -5.7; }), (unsigned)EM_ASM_INT({ return 4294967295; }),
              EM_ASM_DOUBLE({ return '1.5'; }));
  std::fflush(stdout);
  EM_ASM({ console.log([1, 2, 'x'], { a: 1, b: { c: [1] } }, null, undefined, true, -0, 1e21, [], {}, 's'); });
  EM_ASM({ console.log('%s is %d%%', 'x', 5, 'rest'); out('out'); err('err'); });
  emscripten_run_script("console.log('script')");
  std::printf("%d %s\n", emscripten_run_script_int("1 + 2"), emscripten_run_script_string("'a' + 'b'"));
  std::fflush(stdout);
}

int main() {
  functions();
  memory();
  files();
  unwinding();
  values();
  EM_ASM({ setTimeout(function() { Promise.resolve(5).then(function(v) { console.log('timer', v); _leave(3); }); }, 5); });
  std::puts("end");
  std::fflush(stdout);
  emscripten_exit_with_live_runtime();
}
