int in_b(int x) { return x + 10; }
int data_in_b = 77;
int both(void) { return 3; }
int b_both(void) { int (*volatile f)(void) = both; return f(); }
