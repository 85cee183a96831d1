#include "twin.h"
static int own = 1;
static int helper(void) { return own++; }
__attribute__((visibility("hidden"))) int inside = 10;
__attribute__((visibility("hidden"))) int inner(void) { return inside++; }
int a_real(int x) { return x + 1; }
extern int a_alias(int) __attribute__((alias("a_real")));
extern int a_weak_alias(int) __attribute__((weak, alias("a_real")));
int a_variable = 6;
extern int a_other_name __attribute__((alias("a_variable")));
int common_array[4];
static struct { int count; } state;
int a_run(void) { state.count += 2; common_array[1]++; return helper() * 10000 + inner() * 100 + state.count * 10 + a_other_name; }
int (*a_helper(void))(void) { return helper; }
