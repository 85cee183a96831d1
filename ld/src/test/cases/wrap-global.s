# A wrapped global stays a global.
# ld: --wrap=g -r wrap-global.o -o out.o
.globaltype g, i32
.globl f
f:
  .functype f () -> (i32)
  global.get g
  end_function
