# Objects of other compilers, all kinds of relocations and symbols, sections of the user's own.

# Older clang, Emscripten, Rust: whichever is there.
for old in /usr/lib/llvm-14/bin/clang /usr/lib/llvm-1[5-9]/bin/clang /usr/lib/llvm-2[0-9]/bin/clang; do
  if [ -x $old ]; then
    v=$(basename ${old%/bin/clang})
    for f in '' -g '-O2' '-fPIC' '-pthread -ftls-model=local-exec' '-g -O1 -ffunction-sections'; do
      $old --target=wasm32 $f -c -w -x c -o old.o - <<'C'
int n; static int numbers[] = {1, 2, 3}; const char *text = "hello"; __thread int local = 3; int undefined_one(int);
__attribute__((constructor)) static void start(void) { n = 1; } int f(int a) { return numbers[a] + text[a]; } int (*table[])(int) = {f};
__attribute__((weak)) int w(void) { return 3; } int _start(int a) { return table[a](n) + w() + local; } struct S { double a, b; } pair(void) { struct S s = {1, 2}; return s; }
C
      cc new.o $f <<<'int f(int); int (*use_f)(int) = f; extern int n; extern __thread int local; int use(int a) { return use_f(n) + local; }'
      for o in '' -r --export-all --emit-relocs --no-gc-sections '-s' "-shared --experimental-pic --unresolved-symbols=import-dynamic" "-pie --experimental-pic --unresolved-symbols=import-dynamic" '--shared-memory --max-memory=131072' '-O2'; do
        both any old.o $o
        both any old.o new.o -u use $o
        both any new.o old.o $o
      done
    done
  fi
done
if command -v rustc >/dev/null && rustc --print target-list | grep -q wasm32-unknown-unknown; then
  cat >lib.rs <<'R'
#![feature(no_core, lang_items, intrinsics, rustc_attrs)]
#![no_core]
#![allow(internal_features)]
#[lang = "pointee_sized"] pub trait PointeeSized {}
#[lang = "meta_sized"] pub trait MetaSized: PointeeSized {}
#[lang = "sized"] pub trait Sized: MetaSized {}
#[lang = "copy"] pub trait Copy {}
impl Copy for i32 {}
#[lang = "drop_in_place"] unsafe fn drop_in_place<T: PointeeSized>(_: *mut T) {}
#[lang = "sync"] trait Sync {}
impl Sync for i32 {}
unsafe extern "C" { fn outside(a: i32) -> i32; }
#[unsafe(no_mangle)] pub static VALUE: i32 = 42;
#[unsafe(no_mangle)] pub unsafe extern "C" fn _start(a: i32) -> i32 { unsafe { outside(a) } }
#[unsafe(no_mangle)] pub extern "C" fn value() -> i32 { VALUE }
R
  if RUSTC_BOOTSTRAP=1 rustc --emit obj --crate-type lib --target wasm32-unknown-unknown -C panic=abort -g lib.rs -o rust.o >rust.log 2>&1; then
    cc outside.o <<<'int outside(int a) { return a; }'
    for o in '' -r --export-all --emit-relocs --no-gc-sections -s --allow-undefined --print-map; do
      both any rust.o $o
      both any rust.o outside.o $o
    done
  else
    echo "rustc makes no object: $(head -n 3 rust.log)"
  fi
fi

# Relocations in data and in custom sections, by hand.
obj relocs.o -mattr=+reference-types <<'S'
.globaltype __stack_pointer, i32
.globaltype g, i32
.globaltype imported_global, i64, immutable
.tabletype t, externref
.tagtype tag i32
.functype outside (i32) -> (i32)
.functype nowhere () -> ()
.weak nowhere
.globl g
.globl t
.globl tag
g:
t:
tag:
.globl f
f:
  .functype f (i32) -> (i32)
  global.get __stack_pointer
  drop
  global.get g
  drop
  global.get imported_global
  drop
  i32.const d+4
  drop
  i32.const f
  i32.load d+8
  i32.const 0
  table.get t
  drop
  end_function
.globl _start
_start:
  .functype _start () -> ()
  i32.const 1
  call f
  drop
  i32.const 0
  i32.const 0
  call_indirect (i32) -> (i32)
  drop
  i32.const outside
  drop
  end_function
.section .data.d,"",@
.globl d
d:
  .int32 e
  .int32 e+3
  .int32 f
  .int32 outside
  .int32 e-d
  .int32 nowhere
  .int64 e
  .size d, 32
.section .data.e,"",@
e:
  .int32 7
  .size e, 4
.section .custom_section.mine,"",@
  .int32 f
  .int32 d
  .int32 e+1
  .ascii "text"
.section .custom_section.other,"",@
  .ascii "more"
.section .debug_mine,"",@
  .int32 f
  .int32 outside
  .int32 d
S
obj outside.o <<'S'
.globl outside
outside:
  .functype outside (i32) -> (i32)
  local.get 0
  end_function
.section .custom_section.mine,"",@
  .ascii "again"
S
for o in '' --allow-undefined -r --emit-relocs --no-gc-sections -s -S '-S --compress-relocations' --export-all '--export=tag --export=t --export=g' '--keep-section=mine -s' "-pie --experimental-pic --unresolved-symbols=import-dynamic" "-shared --experimental-pic --unresolved-symbols=import-dynamic" --print-map --print-gc-sections '--import-table' '--table-base=3' '-r --strip-debug' '--noinhibit-exec'; do
  # wasm-ld refuses a difference of two addresses in a library's data; that is a constant.
  filter '/invalid runtime relocation type .* R_WASM_MEMORY_ADDR_LOCREL_I32/d'
  both any relocs.o $o
  both any relocs.o outside.o $o
  both any outside.o relocs.o $o
done
filter ''

# Objects as YAML: what compilers do not make.
for variant in 'Index: 0' 'Index: 7'; do
  yaml odd.o <<Y
--- !WASM
FileHeader:
  Version: 0x1
Sections:
  - Type: TYPE
    Signatures:
      - Index: 0
        ParamTypes: []
        ReturnTypes: []
  - Type: FUNCTION
    FunctionTypes: [ 0 ]
  - Type: CODE
    Functions:
      - Index: 0
        Locals: []
        Body: 0B
  - Type: CUSTOM
    Name: linking
    Version: 2
    SymbolTable:
      - Index: 0
        Kind: FUNCTION
        Name: _start
        Flags: [ ]
        Function: 0
  - Type: CUSTOM
    Name: producers
    Tools:
      - Name: a
        Version: '1'
    Languages:
      - Name: b
        Version: ''
...
Y
  both any odd.o
  both any odd.o -r
  both any odd.o odd.o --allow-multiple-definition
done
yaml version.o <<'Y'
--- !WASM
FileHeader:
  Version: 0x1
Sections:
  - Type: CUSTOM
    Name: linking
    Version: 1
...
Y
filter 's/ [(]at offset 0x[0-9a-f]+[)]//'
both any version.o
filter ''

# Names in the output.
cc names.o <<<'static int a(void) { return 1; } int b(void) { return a(); } int data = 3; static int sdata = 4; int bss; int _start(void) { return b() + data + sdata + bss + (int)"str"; }'
for o in '' '--soname=lib.so' '-o out.name.wasm' '-s' '-S' '--no-merge-data-segments' '--no-demangle' '-r' '--import-memory' '--export-all'; do
  both any names.o $o
done

# Sections in another order, or twice.
filter 's/ [(]at offset 0x[0-9a-f]+[)]//'
cc order.o <<<'int x; void _start(void) { x = 1; }'
for section in '\001\001\000' '\003\001\000' '\006\001\000' '\011\000' '\012\001\000' '\013\001\000' '\014\001\000' '\015\001\000' \
  '\000\013\011producers\000' '\000\017\016target_features\000' '\000\005\004name' '\000\010\007linking\002' '\000\004\003own' \
  '\000\011\010dylink.0' '\000\007\006dylink'; do
  { cat order.o; printf "$section"; } >disorder.o
  both any disorder.o
done
filter ''
