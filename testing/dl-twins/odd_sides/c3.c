int c2(int); extern int zeros[]; extern int (*p1)(int); int c3(int a) { zeros[7]++; return c2(a) + p1(a); } int *seven(void) { return &zeros[7]; }
