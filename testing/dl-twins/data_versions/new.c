long long table[8] = {10, 20, 30, 40, 50, 60, 70, 80};
const char name[] = "newer than that";
struct { int a; int b; double c; } pair = {7, 8, 9.5};
int version = 2;
long long *const last = &table[7];
double new_only = 2.5;
long long new_sum(void) { long long all = 0; for (int i = 0; i < 8; i++) all += table[i]; return all * 10 + version; }
