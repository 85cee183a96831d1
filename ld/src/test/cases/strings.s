# Equal strings are one, and with -O2 one may be the end of another.
# ld: --no-entry --export=f strings.o -o out.wasm
# ld: --no-entry --export=f -O2 strings.o -o out.wasm
# ld: --no-entry --export=f -O0 strings.o -o out.wasm
.globl f
f:
  .functype f () -> (i32)
  i32.const one
  i32.const two
  i32.add
  i32.const three
  i32.add
  end_function
.section .rodata.str1,"S",@
one:
  .asciz "and hello"
  .size one, 10
two:
  .asciz "hello"
  .size two, 6
three:
  .asciz "and hello"
  .size three, 10
