#include "twin.h"
static int own = 5;
static int helper(void) { return own++; }
__attribute__((visibility("hidden"))) int inside = 20;
__attribute__((visibility("hidden"))) int inner(void) { return inside++; }
int a_alias(int); int a_weak_alias(int); extern int a_other_name; extern int common_array[4];
static struct { int count; } state;
int b_run(void) { state.count += 3; a_other_name++; common_array[1] += 10; return helper() * 10000 + inner() * 100 + state.count * 10 + a_alias(1) + a_weak_alias(2); }
int (*b_helper(void))(void) { return helper; }
