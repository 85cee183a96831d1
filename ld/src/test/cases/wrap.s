# Wrapped symbols of every kind: a reference gets the wrapper, of its own kind.
# ld: --wrap=f --wrap=variable -r wrap.o -o out.o
# ld: --wrap=f --no-entry --export=caller --allow-undefined wrap.o -o out.wasm
# ld: --wrap=variable --no-entry --export=caller --unresolved-symbols=ignore-all wrap.o -o out.wasm
.functype f (i32) -> (i32)
.globl caller
caller:
  .functype caller () -> (i32)
  i32.const variable
  i32.load 0
  call f
  end_function
