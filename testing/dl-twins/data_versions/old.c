int table[4] = {1, 2, 3, 4};
const char name[] = "old";
struct { short a; int b; } pair = {5, 6};
int version = 1;
int *const last = &table[3];
int old_only[2] = {11, 12};
int old_sum(void) { int all = 0; for (int i = 0; i < 4; i++) all += table[i]; return all * 10 + version; }
