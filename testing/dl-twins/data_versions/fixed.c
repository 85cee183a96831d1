int table[2] = {100, 200};
const char name[] = "fixed";
int version = 3;
int fixed_sum(void) { return (table[0] + table[1]) * 10 + version; }
int *fixed_table(void) { return table; }
