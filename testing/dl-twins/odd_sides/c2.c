int c1(int); int c2(int a) { return c1(a) + 1; } int (*p1)(int) = c1;
