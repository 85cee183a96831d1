# What is exported: marked, named, visible; an error names what is not there.
# ld: --no-entry --export=named exports.o -o out.wasm
# ld: --no-entry --export-dynamic exports.o -o out.wasm
# ld: --no-entry --export-all exports.o -o out.wasm
# ld: --no-entry --export=nowhere --export-if-defined=neither exports.o -o out.wasm
.globl named
named:
  .functype named () -> (i32)
  i32.const data
  end_function
.globl marked
.no_dead_strip marked
marked:
  .functype marked () -> ()
  end_function
.hidden inside
.globl inside
inside:
  .functype inside () -> ()
  end_function
.section .data.data,"",@
.globl data
data:
  .int32 5
  .size data, 4
