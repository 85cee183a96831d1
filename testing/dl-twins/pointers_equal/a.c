int shared(int x) { return x + 1; }
int (*a_taken(void))(int) { return shared; }
int (*const a_table[])(int) = {shared, 0};
