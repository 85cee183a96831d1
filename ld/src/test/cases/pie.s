# A relocatable program: data relative to __memory_base, the GOT for what others may define.
# ld: -pie --experimental-pic --unresolved-symbols=import-dynamic pie.o -o out.wasm
# ld: -pie --experimental-pic pie.o -o out.wasm
.globaltype __memory_base, i32, immutable
.functype outside () -> ()
.globl _start
_start:
  .functype _start () -> ()
  global.get __memory_base
  i32.const here@MBREL
  i32.add
  drop
  global.get variable@GOT
  drop
  call outside
  end_function
.section .data.here,"",@
.p2align 2
here:
  .int32 _start
  .int32 here
  .size here, 8
