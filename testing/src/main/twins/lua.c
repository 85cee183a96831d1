#include <stdio.h>
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

static const char script[] = "local words = {}\n"
                             "for word in string.gmatch('the quick brown fox', '%a+') do words[#words + 1] = word end\n"
                             "table.sort(words)\n"
                             "local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end\n"
                             "print(table.concat(words, ','), fib(18), math.floor(10 / 3), string.format('%5.2f', 2.5))\n";

int lua_main(void) {
  lua_State *state = luaL_newstate();
  luaL_requiref(state, "_G", luaopen_base, 1);
  luaL_requiref(state, "string", luaopen_string, 1);
  luaL_requiref(state, "table", luaopen_table, 1);
  luaL_requiref(state, "math", luaopen_math, 1);
  int status = luaL_dostring(state, script);
  lua_close(state);
  return status;
}
