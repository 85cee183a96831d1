# An alignment that would make the output hundreds of megabytes of zeros is refused.
# ld: --no-entry --export-all --no-gc-sections alignment.o -o out.wasm
.section .data.a,"",@
.globl a
a:
  .int8 1
  .size a, 1
.section .data.b,"",@
.p2align 28
.globl b
b:
  .int8 2
  .size b, 1
