# Garbage collection, a data symbol's address, and exports.
# ld: -o gc.wasm gc.o --export=kept
# ld: -o all.wasm gc.o --no-gc-sections --export-all
  .globl _start
_start:
  .functype _start () -> ()
  i32.const value
  drop
  end_function

  .globl kept
kept:
  .functype kept () -> (i32)
  i32.const 7
  end_function

  .globl dropped
dropped:
  .functype dropped () -> ()
  end_function

  .section .data.value,"",@
value:
  .int32 42
  .size value, 4
