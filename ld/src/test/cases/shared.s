# A library: its own data, a function of another module, addresses through the global offset table.
# ld: -shared --experimental-pic --unresolved-symbols=import-dynamic -o lib.so shared.o
  .functype other () -> ()
  .globl f
f:
  .functype f () -> (i32)
  call other
  global.get own@GOT
  end_function

  .section .data.own,"",@
  .globl own
own:
  .int32 own
  .size own, 4
