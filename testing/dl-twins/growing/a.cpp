#include "twin.h"
#include <stdlib.h>
#include <string.h>
#include <vector>
static std::vector<int> numbers(3000000, 7);
char *block;
__attribute__((constructor)) static void begin() { block = (char *)malloc(20 << 20); memset(block, 'x', 20 << 20); put_str("a has its block"); }
char *a_block(int megabytes) { char *p = (char *)malloc((size_t)megabytes << 20); memset(p, megabytes, (size_t)megabytes << 20); return p; }
long long a_sum() { long long sum = 0; for (int n : numbers) sum += n; return sum; }
