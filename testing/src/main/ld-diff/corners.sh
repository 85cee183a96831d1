# What the other scenarios pass by: names in libraries, tables of the first version, relocations where they cannot be,
# features of memories, modules of imports, sections between markers, wrapped imports.
M='--experimental-pic'

# Archives: symbols of archives exported or named by options; local symbols there; weak references do not extract.
cc start.o <<<'int _start(void) { return 0; }'
cc member.o <<<'static int local(void) { return 1; } int shown(void) { return local(); } int also = 3;'
cc member2.o <<<'int local(void) { return 2; } int other(void) { return 4; }'
cc uselocal.o <<<'int local(void); int _start(void) { return local(); }'
cc useweak.o <<<'__attribute__((weak)) int shown(void); __attribute__((weak)) extern int also; int _start(void) { return shown ? shown() + also : 0; }'
cc usestrong.o <<<'int shown(void); int later(void) { return shown(); }'
llvm-ar rcs members.a member.o member2.o
llvm-ar rcs useslater.a usestrong.o member.o
for o in '' '--export=shown' '--export-if-defined=shown' '--export=also' '--undefined=also' '--export-dynamic' '--export-all' '--entry=shown' '--trace' '--why-extract=-' '-u later' '--wrap=shown' '-r' '-s'; do
  for i in start.o uselocal.o useweak.o usestrong.o; do
    # Here wasm-ld crashes.
    [ "$i $o" = 'useweak.o -r' ] || both any $i members.a $o
    [ "$i $o" = 'useweak.o -r' ] || both any members.a $i $o
    both any $i --whole-archive members.a $o
    both any $i useslater.a -u later $o
  done
done

# -Bsymbolic, with and without -shared.
cc sym.o -fPIC -fvisibility=default <<<'int f(void) { return 1; } int d = 2; int *pd = &d; int (*pf)(void) = f; __attribute__((weak)) int w(void) { return f() + d + w(); } int u(void) { extern int x(void); return x() + w(); }'
for o in '-shared -Bsymbolic' '-shared -Bsymbolic --export-all' '-pie -Bsymbolic' '-Bsymbolic --no-entry' '-shared --Bsymbolic -s' '-shared -Bsymbolic --emit-relocs'; do
  both any $M --unresolved-symbols=import-dynamic sym.o $o
  both any $M --unresolved-symbols=import-dynamic sym.o member.o $o
done

# Relocations that a library cannot have, for both sizes of addresses.
for t in wasm32 wasm64; do
  TRIPLE=$t-unknown-unknown
  p=i${t#wasm}
  obj nopic.o <<ASM
.globaltype __stack_pointer, $p
.functype external_function () -> ()
.globl slot
slot:
  .functype slot () -> ($p)
  $p.const external_function
  end_function
.globl address
address:
  .functype address () -> ($p)
  $p.const external_data+4
  end_function
.globl load
load:
  .functype load () -> (i32)
  $p.const 0
  i32.load external_data
  end_function
.hidden hidden_data
.globl hidden
hidden:
  .functype hidden () -> ($p)
  $p.const hidden_data
  end_function
.section .data.hidden_data,"",@
hidden_data:
  .int32 3
  .size hidden_data, 4
ASM
  W=
  [ $t = wasm32 ] || W=-mwasm64
  for o in -shared -pie '-shared --unresolved-symbols=import-dynamic' '-pie --unresolved-symbols=import-dynamic' '--no-entry --unresolved-symbols=import-dynamic' '-shared --warn-unresolved-symbols' '-shared --unresolved-symbols=ignore-all --noinhibit-exec' '-shared --export-all'; do
    both any $W $M nopic.o $o
  done
done
TRIPLE=

# Data at high addresses, as relocations at run time see them.
cc himem.o -fPIC -fvisibility=default <<<'extern int away; int *p = &away; int here = 3; int *q = &here; char big[100000]; char *end = big + 99999; int f(void) { return *p + *q + *end; }'
for o in '-shared' '-pie' '-shared --shared-memory --max-memory=10485760 --no-check-features' '-pie --shared-memory --max-memory=10485760 --no-check-features' '--no-entry --global-base=2147483648 --initial-memory=2148532224 --no-stack-first' '--no-entry --export=f --global-base=3221225472 --initial-memory=3222273024 --no-stack-first' '--no-entry --initial-memory=4294967296 --max-memory=4294967296' '--no-entry -z stack-size=2147483648' '--no-entry -z stack-size=3221225472 --no-stack-first --export=f'; do
  both any $M --unresolved-symbols=import-dynamic himem.o $o
done

# Tables in objects without the feature.
cc mvptable.o -mcpu=mvp <<<'int f(void) { return 1; } int (*volatile p)(void) = f; int _start(void) { return p(); }'
obj twotables.o -mattr=+reference-types <<'ASM'
.tabletype a_table, funcref
.globl a_table
.tabletype __indirect_function_table, funcref
.globl use_tables
use_tables:
  .functype use_tables (i32) -> ()
  local.get 0
  call_indirect a_table, () -> ()
  local.get 0
  call_indirect __indirect_function_table, () -> ()
  end_function
a_table:
ASM
yaml mvpbad.o <<'Y'
--- !WASM
FileHeader: { Version: 0x1 }
Sections:
  - Type: TYPE
    Signatures:
      - { Index: 0, ParamTypes: [], ReturnTypes: [] }
  - Type: IMPORT
    Imports:
      - { Module: env, Field: first, Kind: TABLE, Table: { Index: 0, ElemType: FUNCREF, Limits: { Minimum: 0x0 } } }
      - { Module: env, Field: second, Kind: TABLE, Table: { Index: 1, ElemType: EXTERNREF, Limits: { Minimum: 0x0 } } }
  - Type: CUSTOM
    Name: linking
    Version: 2
...
Y
yaml mvpother.o <<'Y'
--- !WASM
FileHeader: { Version: 0x1 }
Sections:
  - Type: IMPORT
    Imports:
      - { Module: env, Field: another_name, Kind: TABLE, Table: { Index: 0, ElemType: FUNCREF, Limits: { Minimum: 0x0 } } }
  - Type: CUSTOM
    Name: linking
    Version: 2
...
Y
for o in '' --export-table '--export-table --growable-table' --import-table '--import-table --growable-table' -r --no-gc-sections --export-all "-pie $M" '--table-base=100' '--import-table --table-base=7'; do
  for i in mvptable.o 'mvptable.o twotables.o -u use_tables' 'twotables.o mvptable.o -u use_tables' 'start.o mvpbad.o' 'start.o mvpother.o' 'mvptable.o mvpother.o'; do
    both any $i $o
  done
done

# References: tables, globals, functions of externref and funcref.
obj refs.o -mattr=+reference-types <<'ASM'
.tabletype ext, externref
.globaltype ref_global, externref
.globaltype outside_global, funcref
.globl ref_global
.functype take (externref) -> (externref)
.functype nowhere (externref, funcref) -> ()
.weak nowhere
.globl _start
_start:
  .functype _start () -> ()
  .local externref
  i32.const 0
  table.get ext
  call take
  local.set 0
  i32.const 0
  local.get 0
  table.set ext
  i32.const 4
  ref.null_extern
  i32.const 1
  table.fill ext
  end_function
.globl use_globals
use_globals:
  .functype use_globals () -> ()
  global.get ref_global
  call take
  drop
  global.get ref_global
  ref.null_func
  call nowhere
  end_function
ref_global:
ext:
ASM
obj take.o -mattr=+reference-types <<'ASM'
.globl take
take:
  .functype take (externref) -> (externref)
  local.get 0
  end_function
ASM
for o in '' --allow-undefined --export-all -r --no-gc-sections '--export=take' -s '-u use_globals --allow-undefined' '--unresolved-symbols=ignore-all -u use_globals'; do
  both any refs.o $o
  both any refs.o take.o $o
done

# Shared memory that objects do not allow, want, or have no bulk memory for.
for f in '-mcpu=mvp' '-mcpu=mvp -matomics' '-mcpu=mvp -matomics -mbulk-memory' '-pthread' '-mbulk-memory'; do
  cc mem.o $f <<<'__thread int t = 4; int d = 3; int zero[10]; int _start(void) { return t + d + zero[2]; }'
  cc mem2.o $f <<<'int d = 3; int _start(void) { return d; }'
  for o in '' --shared-memory '--shared-memory --max-memory=131072' '--shared-memory --max-memory=131072 --import-memory' '--shared-memory --max-memory=131072 --no-check-features' '--shared-memory --max-memory=131072 -r' '--shared-memory --max-memory=131072 --features=atomics' '--features=atomics,bulk-memory,bulk-memory-opt --shared-memory --max-memory=131072 --export=__wasm_init_memory_flag' '--shared-memory --max-memory=131072 --extra-features=bulk-memory,atomics' '--export-all --shared-memory --max-memory=131072' "-shared --shared-memory $M" "-pie --shared-memory --max-memory=131072 $M"; do
    both any mem.o $o
    both any mem2.o $o
    both any mem2.o mem.o $o -z muldefs
  done
done

# Markers of sections; names that are none of C's.
cc markers.o <<'C'
__attribute__((section("set"), used)) static int one = 1; __attribute__((section("set"), used)) static int two = 2; __attribute__((section("unused_set"))) static int no = 3; __attribute__((section("retained"), retain, used)) static int yes = 3;
__attribute__((section("no.c.name"), used)) static int dotted = 3; __attribute__((section("zero_set"))) static int z[10];
extern int __start_set[] __attribute__((visibility("hidden"))), __stop_set[] __attribute__((visibility("hidden"))); extern int __start_absent[] __attribute__((weak)), __stop_absent[] __attribute__((weak));
int sum(void) { int s = 0; for (int *p = __start_set; p < __stop_set; p++) s += *p; return s; } int _start(void) { return sum() + (__start_absent != __stop_absent); } int zz(int i) { return z[i]; }
C
cc markers2.o <<<'__attribute__((section("set"), used)) static int three = 3; __attribute__((section("set"))) int four = 4; extern int __start_zero_set[], __stop_zero_set[]; extern int __start_nothing[]; int zeros(void) { return __stop_zero_set - __start_zero_set; } int nothing(void) { return __start_nothing[0]; }'
for o in '' --no-gc-sections -O2 -r --print-gc-sections '-u zeros' '-u nothing' '-u nothing --allow-undefined' --export=__start_set --no-merge-data-segments '--print-map' "-shared $M" '-u four'; do
  both any markers.o $o
  both any markers.o markers2.o $o
  both any markers2.o markers.o $o
done

# Wrapping what is imported, or weak, or a variable of a library.
cc wrapimport.o <<<'__attribute__((import_module("m"), import_name("n"))) int imported(int); int _start(void) { return imported(1); }'
cc wrapsit.o <<<'int __real_imported(int); int __wrap_imported(int a) { return __real_imported(a) + 1; }'
cc wrapweak.o <<<'__attribute__((weak)) int imported(int a) { return a; } int _start(void) { return imported(3); }'
for o in --wrap=imported '--wrap=imported --allow-undefined' '--wrap=imported -r' '--wrap=imported --export-all' '--wrap=imported --export=imported' "--wrap=imported -shared $M" '--wrap=imported --export=__wrap_imported --export=__real_imported --allow-undefined'; do
  for i in 'wrapimport.o' 'wrapimport.o wrapsit.o' 'wrapweak.o wrapsit.o' 'wrapsit.o wrapimport.o' 'wrapimport.o --start-lib wrapsit.o --end-lib'; do
    both any $i $o
  done
done

# Entry points and exports of all kinds of symbols, types that cannot be an entry's.
cc entries.o <<<'int with_argument(int a) { return a; } long long _start(float f) { return 1; } int data = 4; __attribute__((weak)) void weak_entry(void) {} static int hidden_one(void) { return 3; } __attribute__((export_name("my name"))) int spaced(void) { return hidden_one(); } __attribute__((export_name(""))) int unnamed(void) { return 1; }'
for o in '' --entry=with_argument --entry=data --entry=weak_entry --entry=hidden_one '--entry=my name' --entry=spaced '--export=hidden_one' '--export=data --export=with_argument' '--export=' '--entry=' '-e' '--no-entry --entry=with_argument' '--entry=with_argument --no-entry' '--export-if-defined=' "-shared $M --entry=with_argument" '--export=with_argument --export=with_argument' '--export-dynamic --no-export-dynamic'; do
  both any entries.o $o
  both any entries.o start.o $o -z muldefs
done

# Global variables: mutable ones without the feature.
obj mutable.o <<'ASM'
.globaltype mine, i32
.globl mine
.globaltype theirs, i64
.globaltype constant, f32, immutable
.globl use
use:
  .functype use () -> ()
  i32.const 1
  global.set mine
  global.get theirs
  drop
  global.get constant
  drop
  end_function
mine:
ASM
feature() {
  yaml "$1" <<Y
--- !WASM
FileHeader: { Version: 0x1 }
Sections:
  - Type: CUSTOM
    Name: linking
    Version: 2
  - Type: CUSTOM
    Name: target_features
    Features:
      - { Prefix: $2, Name: $3 }
...
Y
}
feature nomutable.o DISALLOWED mutable-globals
feature hasmutable.o USED mutable-globals
for o in '' --export=mine --allow-undefined '--allow-undefined --export=mine' '--export-all --allow-undefined' '--features=mutable-globals --allow-undefined --export=mine' '--features=sign-ext --allow-undefined --export=mine' '--no-check-features --allow-undefined --features=sign-ext' '-r' '--import-undefined --export=mine --import-memory' '--extra-features=mutable-globals --allow-undefined --export=mine'; do
  for i in 'mutable.o' 'mutable.o nomutable.o' 'mutable.o hasmutable.o' 'hasmutable.o mutable.o nomutable.o'; do
    both any --no-entry -u use $i $o
  done
done

# Producers of several objects, the same tools in other versions; ident sections; empty ones.
for i in 1 2 3; do
  yaml producer$i.o <<Y
--- !WASM
FileHeader: { Version: 0x1 }
Sections:
  - Type: CUSTOM
    Name: linking
    Version: 2
  - Type: CUSTOM
    Name: producers
    Languages: [ { Name: lang$((i % 2)), Version: '$i' } ]
    Tools: [ { Name: tool, Version: '$i' }, { Name: tool$i, Version: '' } ]
    SDKs: [ { Name: sdk, Version: '1.$((i / 2))' } ]
...
Y
done
for o in '' -r -s -S '-s --keep-section=producers' '--emit-relocs'; do
  both any start.o producer1.o producer2.o producer3.o $o
  both any producer3.o start.o producer1.o $o
done

# Unknown kinds of relocations and sections out of order.
for type in R_WASM_TYPE_INDEX_LEB R_WASM_GLOBAL_INDEX_LEB R_WASM_MEMORY_ADDR_LEB R_WASM_TABLE_NUMBER_LEB R_WASM_TAG_INDEX_LEB R_WASM_FUNCTION_INDEX_LEB R_WASM_SECTION_OFFSET_I32 R_WASM_TABLE_INDEX_SLEB; do
  for index in 0 1 7; do
    yaml badreloc.o <<Y
--- !WASM
FileHeader: { Version: 0x1 }
Sections:
  - Type: TYPE
    Signatures: [ { Index: 0, ParamTypes: [], ReturnTypes: [] } ]
  - Type: FUNCTION
    FunctionTypes: [ 0 ]
  - Type: CODE
    Relocations: [ { Type: $type, Index: $index, Offset: 0x4 } ]
    Functions: [ { Index: 0, Locals: [], Body: 4180808080001A0B } ]
  - Type: CUSTOM
    Name: linking
    Version: 2
    SymbolTable:
      - { Index: 0, Kind: FUNCTION, Name: _start, Flags: [ ], Function: 0 }
      - { Index: 1, Kind: DATA, Name: data, Flags: [ UNDEFINED, BINDING_WEAK ] }
...
Y
    filter 's/ [(]at offset 0x[0-9a-f]+[)]//; s/.*badreloc.*/SAID/; s/^(Please|PLEASE|Stack|#|LLVM| ?[0-9]+[.:]).*//'
    "$REFERENCE" badreloc.o -o /dev/null >reference.log 2>&1
    case $? in
      0 | 1) both any badreloc.o ;;
    esac
  done
done 2>/dev/null
filter ''

# Function types: many, the same, of several values.
obj multi.o -mattr=+multivalue <<'ASM'
.functype import_pair (i32) -> (i64, f32)
.globl pair
pair:
  .functype pair (i32, f64) -> (f64, i32)
  local.get 1
  local.get 0
  end_function
.globl _start
_start:
  .functype _start () -> ()
  i32.const 1
  call import_pair
  drop
  drop
  i32.const 1
  f64.const 2.0
  call pair
  drop
  drop
  i32.const 1
  f64.const 2.0
  i32.const 0
  call_indirect (i32, f64) -> (f64, i32)
  drop
  drop
  i32.const 0
  block () -> (i32, i32)
  i32.const 1
  i32.const 2
  end_block
  drop
  drop
  drop
  end_function
ASM
for o in --allow-undefined '' -r '--allow-undefined --emit-relocs' '--allow-undefined -s --compress-relocations' '--allow-undefined --export-all'; do
  both any multi.o $o
done

# Tags, thrown and caught, of several objects.
for i in 1 2; do
  obj throw$i.o -mattr=+exception-handling <<ASM
.tagtype __cpp_exception i32
.tagtype local_tag$i i64, i32
.globl throw$i
throw$i:
  .functype throw$i (i32) -> ()
  local.get 0
  throw __cpp_exception
  end_function
.globl throw_local$i
throw_local$i:
  .functype throw_local$i () -> ()
  i64.const 1
  i32.const 2
  throw local_tag$i
  end_function
local_tag$i:
.weak __cpp_exception
__cpp_exception:
ASM
done
for o in '' --export-all -r --no-gc-sections "-shared $M" "-pie $M" --print-gc-sections --emit-relocs '--export=__cpp_exception' '--unresolved-symbols=ignore-all' '-s'; do
  both any --no-entry throw1.o throw2.o -u throw1 -u throw2 $o
  both any --no-entry throw2.o throw1.o --export=throw_local1 $o
done

# Unusual names.
cxx names.o <<'C'
namespace { int hidden(int x) { return x + 1; } } namespace a::inline b { template <class... T> int count(T... t) { return sizeof...(t); } template <class T, int N = 3> struct V { T t[N]; operator bool() const; V &operator+=(const V &); static thread_local int tl; }; }
template <class T, int N> a::V<T, N>::operator bool() const { return true; } template <class T, int N> a::V<T, N> &a::V<T, N>::operator+=(const V &) { return *this; } template struct a::V<int>; template struct a::V<char, 9>;
auto lambda = [](int x) { return hidden(x); }; extern "C" int _start() { return lambda(3) + a::count(1, 2.0, 'c', nullptr) + a::count<>() + a::count<int, a::V<long> *>(0, nullptr); } int operator""_x(unsigned long long x) { return (int)x; }
template <class... A> struct Pack { template <class... B> static void both(A..., B...) {} }; void f() { Pack<int, char>::both<long, float>(1, 'c', 2, 3.f); Pack<>::both<>(); }
template <class F, class... A> auto apply(F f, A &&...a) -> decltype(f(static_cast<A &&>(a)...)) { return f(static_cast<A &&>(a)...); } int g() { return apply([](int a, int b) { return a + b; }, 1, 2); } template <class... T> int sizes(int (&...x)[sizeof(T)]) { return 0; } int x1[4], x2[8]; int h() { return sizes<int, double>(x1, x2); }
C
for o in --no-gc-sections '--no-gc-sections --no-demangle' '--no-gc-sections --print-map' '--no-gc-sections --export-all' --print-gc-sections '--no-gc-sections --trace-symbol=_Z1fv' '--no-gc-sections names.o'; do
  both any names.o $o
done

# Output above a mebibyte, for what is computed in pieces.
cc large.o <<<'char large[3000000] = {1, 2, 3}; int _start(int i) { return large[i]; }'
for o in '' --build-id --build-id=sha1 '--build-id=fast -s' '--build-id=0xabcdef -O2' -r; do
  both any large.o $o
done

# Archive members that need one another, one after the other.
for i in {1..300}; do
  echo ".functype link$((i + 1)) () -> ()
.section .text.link$i,\"\",@
.globl link$i
link$i:
.functype link$i () -> ()
call link$((i + 1))
end_function" | obj link$i.o
done
cc chainend.o <<<'void link301(void) {}'
cc chainstart.o <<<'void link1(void); void _start(void) { link1(); }'
llvm-ar rcs chain.a link*.o
for o in '' --print-map --why-extract=-; do
  both any chain.a chainstart.o chainend.o $o
  both any chainstart.o chain.a chainend.o $o
  both any chainend.o chainstart.o chain.a $o
done

# Numbers beyond what fits.
for o in --global-base=-16 --initial-heap=-65536 --initial-memory=-65536 --max-memory=-65536 '--global-base=-65536 --no-stack-first' '--table-base=-3' '--error-limit=-1'; do
  both any start.o $o
done

# Relocations that are no LEB128 numbers, in code.
for type in R_WASM_MEMORY_ADDR_I32 R_WASM_FUNCTION_INDEX_I32; do
  yaml fixed.o <<Y
--- !WASM
FileHeader: { Version: 0x1 }
Sections:
  - Type: TYPE
    Signatures: [ { Index: 0, ParamTypes: [], ReturnTypes: [] } ]
  - Type: FUNCTION
    FunctionTypes: [ 0 ]
  - Type: CODE
    Relocations: [ { Type: $type, Index: $([ $type = R_WASM_MEMORY_ADDR_I32 ] && echo 1 || echo 0), Offset: 0x4 } ]
    Functions: [ { Index: 0, Locals: [], Body: 4180808080001A0B } ]
  - Type: CUSTOM
    Name: linking
    Version: 2
    SymbolTable:
      - { Index: 0, Kind: FUNCTION, Name: _start, Flags: [ ], Function: 0 }
      - { Index: 1, Kind: DATA, Name: data, Flags: [ UNDEFINED, BINDING_WEAK ] }
...
Y
  both any fixed.o -s --compress-relocations
done

# Debugging information in libraries: clang makes imports mutable there that are not.
cc picdebug.o -fPIC -g <<<'int shown = 5; extern int away; int *f(void) { return &shown; } int g(void) { return away; } __thread int t; int *h(void) { return &t; }'
for o in -shared -pie '-shared --emit-relocs' '-shared -S' '--export=f' -r '-shared --shared-memory --max-memory=131072 --no-check-features'; do
  both any $M --no-entry --unresolved-symbols=import-dynamic picdebug.o $o
done

# A difference to what is elsewhere.
obj locrel.o <<'ASM'
.section .data.here,"",@
.globl here
.type here,@object
here:
.int32 elsewhere-here
.size here, 4
ASM
for o in '--unresolved-symbols=ignore-all' "-shared --unresolved-symbols=import-dynamic" "-pie --unresolved-symbols=import-dynamic"; do
  both any $M --no-entry --export=here locrel.o $o
done
