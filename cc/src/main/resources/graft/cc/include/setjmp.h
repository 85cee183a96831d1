/* setjmp.h of Graft: the sysroot's, or why there is none. */
#if __has_include_next(<setjmp.h>)
#include_next <setjmp.h>
#else
#error "this sysroot has no setjmp.h: setjmp needs exceptions of the machine and libsetjmp; use the sysroot of wasi-sdk 25 or newer: --sysroot=DIR -mllvm -wasm-enable-sjlj -lsetjmp"
#endif
