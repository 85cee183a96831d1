#include "host.h"
static int n; __attribute__((constructor)) static void c(void) { n += 41; put_str("inner"); } int give(void) { return n; }
