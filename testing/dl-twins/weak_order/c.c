#define WEAK __attribute__((weak))
int first(void) { return 3; }
WEAK int second(void) { return 3; }
int third(void) { return 3; }
int first_data = 3;
int second_data = 3;
int (*c_table[])(void) = {first, second, third};
int c_sees(void) { return c_table[0]() * 1000 + c_table[1]() * 100 + c_table[2]() * 10 + first_data; }
