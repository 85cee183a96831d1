#include "ops.h"
int add(int a, int b) { return a + b; }
int sub(int a, int b) { return a - b; }
int mul(int a, int b) { return a * b; }
const Entry base_entries[4] = {{"add", add, 1}, {"sub", sub, 2}, {"mul", mul, 3}, {"absent", absent_op, 4}};
Op slots[8]; int slot_count;
void put_slot(Op op) { slots[slot_count++ % 8] = op; }
static int same(const char *a, const char *b) { while (*a && *a == *b) a++, b++; return *a == *b; }
Op pick(const char *name) { for (int i = 0; i < 4; i++) if (same(base_entries[i].name, name)) return base_entries[i].op; return 0; }
int is_add(Op op) { return op == add; }
