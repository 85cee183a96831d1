int shared(int);
extern int (*const a_table[])(int);
int (*b_taken(void))(int) { return shared; }
int b_same(int (*f)(int)) { return f == shared && f == a_table[0]; }
