# All that is wrong is reported at once.
# ld: -o x.wasm undefined.o --export=missing
# ld: -o x.wasm undefined.o --allow-undefined
  .functype absent (i32) -> ()
  .functype _ZN3ns01fEv () -> ()
  .globl _start
_start:
  .functype _start () -> ()
  i32.const nowhere
  call absent
  call _ZN3ns01fEv
  end_function
  .size nowhere, 4
