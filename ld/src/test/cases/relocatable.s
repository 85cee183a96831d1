# One object of one, with its relocations; and the relocations kept in a module.
# ld: -r relocatable.o -o out.o
# ld: --no-entry --export=f --emit-relocs relocatable.o -o out.wasm
.functype outside () -> ()
.weak outside
.globl f
f:
  .functype f () -> (i32)
  call outside
  i32.const table
  end_function
.section .rodata.table,"",@
.p2align 2
table:
  .int32 f
  .int32 table+4
  .size table, 8
