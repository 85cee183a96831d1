#include "twin.h"
#include <stdlib.h>
#include <string.h>
#include <string>
#include <map>
extern char *block;
char *a_block(int megabytes);
static std::map<int, std::string> words = [] { std::map<int, std::string> all; for (int i = 0; i < 20000; i++) all[i] = std::string(i % 100 + 20, 'a' + i % 26); return all; }();
static char zeros[3 << 20];
extern "C" int plug_run() {
  char *mine = a_block(30);
  int sum = mine[0] + mine[(30 << 20) - 1] + block[(20 << 20) - 1];
  for (auto &each : words) sum += each.second[0] + (int)each.second.size();
  for (char each : zeros) sum += each;
  free(mine);
  return sum;
}
