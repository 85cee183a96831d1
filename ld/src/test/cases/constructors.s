# Constructors run in the order of their priorities.
# ld: --no-entry --export=f constructors.o -o out.wasm
.globl f
f:
  .functype f () -> ()
  end_function
late:
  .functype late () -> ()
  i32.const 3
  drop
  end_function
early:
  .functype early () -> ()
  i32.const 1
  drop
  end_function
.section .init_array.200,"",@
.p2align 2
.int32 late
.section .init_array.100,"",@
.p2align 2
.int32 early
