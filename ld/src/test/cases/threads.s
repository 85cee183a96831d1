# Shared memory: passive segments, thread-local data, the function that initializes both.
# ld: -o t.wasm threads.o --shared-memory --max-memory=131072 --no-gc-sections --no-entry
  .section .tdata.t,"T",@
  .globl t
t:
  .int32 1
  .size t, 4
  .section .data.d,"",@
d:
  .int32 2
  .size d, 4
  .section .bss.b,"",@
b:
  .skip 8
  .size b, 8
  .section .custom_section.target_features,"",@
  .int8 2
  .int8 43
  .int8 7
  .ascii "atomics"
  .int8 43
  .int8 11
  .ascii "bulk-memory"
