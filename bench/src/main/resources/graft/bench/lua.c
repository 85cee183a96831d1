// An interpreter as the guest: Lua, with six small programs, each an export. Compiled with Lua's own sources. Natively
// main runs and times them. The wasm module imports nothing: what of stdio Lua names is defined here and does nothing.
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <time.h>

#include "lauxlib.h"
#include "lua.h"
#include "lualib.h"

#ifdef __wasm__
#define PROGRAM(name) __attribute__((export_name(#name))) double name(void)
#undef stdin
FILE *const stdin = 0;
FILE *fopen(const char *path, const char *mode) { return 0; }
FILE *freopen(const char *path, const char *mode, FILE *file) { return 0; }
int fclose(FILE *file) { return EOF; }
int getc(FILE *file) { return EOF; }
int feof(FILE *file) { return 1; }
int ferror(FILE *file) { return 1; }
size_t fread(void *to, size_t size, size_t count, FILE *file) { return 0; }
time_t time(time_t *to) { return 0; }
clock_t clock(void) { return 0; }
// What wasi-libc's streams end in.
size_t __stdio_write(FILE *file, const unsigned char *from, size_t count) { return count; }
off_t __stdio_seek(FILE *file, off_t offset, int whence) { return -1; }
int __stdio_close(FILE *file) { return 0; }
#else
#define PROGRAM(name) static double name(void)
#endif

static const char fib_source[] =
    "local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end\n"
    "return fib(29)";

static const char sieve_source[] =
    "local count = 0\n"
    "for round = 1, 4 do\n"
    "  local flags = {}\n"
    "  for i = 2, 60000 do flags[i] = true end\n"
    "  for i = 2, 60000 do\n"
    "    if flags[i] then\n"
    "      for k = i + i, 60000, i do flags[k] = false end\n"
    "      count = count + 1\n"
    "    end\n"
    "  end\n"
    "end\n"
    "return count";

static const char strings_source[] =
    "local words, sum = {}, 0\n"
    "for i = 1, 20000 do words[#words + 1] = string.format('%d:%s', i, ('x'):rep(i % 17)) end\n"
    "local text = table.concat(words, ' ')\n"
    "for word in text:gmatch('%d+:x+') do sum = sum + #word end\n"
    "for i = 1, #text, 3 do sum = sum + text:byte(i) end\n"
    "local upper = text:upper():gsub('X+', function(s) return '<' .. #s .. '>' end)\n"
    "return sum + #upper + (text:find('19999:', 1, true))";

static const char sort_source[] =
    "local seed, values = 1, {}\n"
    "for i = 1, 20000 do seed = (seed * 16807) % 2147483647; values[i] = seed end\n"
    "table.sort(values)\n"
    "table.sort(values, function(a, b) return a > b end)\n"
    "return values[100]";

static const char objects_source[] =
    "local Point = {}\n"
    "Point.__index = Point\n"
    "function Point.new(x, y) return setmetatable({x = x, y = y}, Point) end\n"
    "function Point:add(other) return Point.new(self.x + other.x, self.y + other.y) end\n"
    "local sum, step = Point.new(0, 0), Point.new(1, 2)\n"
    "for i = 1, 200000 do sum = sum:add(step) end\n"
    "return sum.x + sum.y";

static const char mandelbrot_source[] =
    "local count = 0\n"
    "for y = 0, 119 do\n"
    "  for x = 0, 119 do\n"
    "    local cr, ci, zr, zi, n = x / 60 - 1.5, y / 60 - 1, 0.0, 0.0, 0\n"
    "    while n < 50 and zr * zr + zi * zi < 4 do zr, zi, n = zr * zr - zi * zi + cr, 2 * zr * zi + ci, n + 1 end\n"
    "    count = count + n\n"
    "  end\n"
    "end\n"
    "return count";

static lua_State *state;

static double run(const char *source) {
  if (!state) {
    state = luaL_newstate();
    luaL_requiref(state, "_G", luaopen_base, 1);
    luaL_requiref(state, LUA_TABLIBNAME, luaopen_table, 1);
    luaL_requiref(state, LUA_STRLIBNAME, luaopen_string, 1);
    lua_settop(state, 0);
  }
  if (luaL_loadstring(state, source) != LUA_OK) abort();
  lua_call(state, 0, 1);
  double result = lua_tonumber(state, -1);
  lua_settop(state, 0);
  return result;
}

PROGRAM(fib) { return run(fib_source); }
PROGRAM(sieve) { return run(sieve_source); }
PROGRAM(strings) { return run(strings_source); }
PROGRAM(sort) { return run(sort_source); }
PROGRAM(objects) { return run(objects_source); }
PROGRAM(mandelbrot) { return run(mandelbrot_source); }

#ifndef __wasm__
static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec + now.tv_nsec * 1e-9;
}

static void measure(const char *name, double (*program)(void), int repetitions) {
  for (int i = 0; i < repetitions; i++) {
    double start = seconds();
    double result = program();
    printf("%s %.0f %.6f\n", name, result, seconds() - start);
  }
}

int main(int argc, char **argv) {
  int repetitions = atoi(argv[1]);
  measure("fib", fib, repetitions);
  measure("sieve", sieve, repetitions);
  measure("strings", strings, repetitions);
  measure("sort", sort, repetitions);
  measure("objects", objects, repetitions);
  measure("mandelbrot", mandelbrot, repetitions);
}
#endif
