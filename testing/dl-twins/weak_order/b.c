#define WEAK __attribute__((weak))
int first(void) { return 2; }
int second(void) { return 2; }
WEAK int third(void) { return 2; }
int first_data = 2;
WEAK int second_data = 2;
// Through pointers: wasm-ld binds calls of strong definitions within a library, as -Bsymbolic does.
int (*volatile b_first)(void) = first;
int (*volatile b_second)(void) = second;
int b_sees(void) { return b_first() * 1000 + b_second() * 100 + third() * 10 + second_data; }
