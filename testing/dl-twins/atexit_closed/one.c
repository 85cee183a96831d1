#include "twin.h"
int atexit(void (*)(void));
static void first(void) { put_str("one: first"); }
static void inner(void) { put_str("one: inner"); }
static void second(void) { put_str("one: second"); atexit(inner); }
void one_registers(void) { atexit(first); atexit(second); }
