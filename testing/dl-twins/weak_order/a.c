#define WEAK __attribute__((weak))
WEAK int first(void) { return 1; }
WEAK int second(void) { return 1; }
WEAK int first_data = 1;
int a_sees(void) { int third(void); extern int second_data; return first() * 1000 + second() * 100 + third() * 10 + second_data; }
