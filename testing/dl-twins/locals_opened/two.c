extern __thread int shared, table[8]; extern __thread char zeros[100]; static __thread int own = 9;
int two_run(void) { return ++own * 100000 + shared * 100 + table[3] + table[2] + zeros[99]; }
