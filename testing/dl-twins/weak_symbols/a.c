#include "twin.h"
__attribute__((weak)) int nowhere(int);
__attribute__((weak)) extern int no_data;
__attribute__((weak)) int in_b(int);
__attribute__((weak)) extern int data_in_b;
__attribute__((weak)) int both(void) { return 1; }
__attribute__((weak)) int in_main(void) { return 2; }
int a_asks(void) { put_int(nowhere == 0); put_int(&no_data == 0); put_int(in_b ? in_b(4) : -1); put_int(&data_in_b ? data_in_b : -1); put_int(in_main()); int (*volatile f)(void) = both; return f(); }
