/* What code that was compiled with -fstack-protector refers to. */
#include <stdint.h>
#include <stdlib.h>

uintptr_t __stack_chk_guard = 0x00c0ffeeu;

_Noreturn void __stack_chk_fail(void) { abort(); }
