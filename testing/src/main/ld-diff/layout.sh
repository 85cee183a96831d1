# Data, memory, stack, tables, constructors, thread-local storage.
M='--experimental-pic'
cc data.o -fdata-sections <<'C'
int initialized = 4; static int local[3] = {1, 2, 3}; int zero[70]; const int constant = 5; const char *text = "hello"; const char *same = "hello";
const char *tail = "lo"; short half = 2; _Alignas(64) int aligned = 3; long long wide = 77; char tiny = 1; int unused_int = 4;
__attribute__((section("named"))) int in_named = 5; __attribute__((section("named"))) int in_named2 = 6;
__attribute__((section(".rodata.foo"))) const int r = 4; __attribute__((section("with.dot"))) int dotted = 3;
extern int __start_named[], __stop_named[]; extern char __data_end, __heap_base, __heap_end, __stack_low, __stack_high, __global_base, __dso_handle, __wasm_first_page_end;
extern char __memory_base, __table_base;
int *pointers[] = {&initialized, &local[2], &zero[4], &in_named, (int *)&wide};
int _start(int i) { return initialized + local[i] + zero[i] + constant + text[i] + same[i] + tail[i] + half + aligned + (int)wide + tiny + dotted + r + *pointers[i] + in_named2; }
int bounds(void) { return (__stop_named - __start_named) + (int)&__data_end + (int)&__heap_base + (int)&__heap_end + (int)&__stack_low + (int)&__stack_high + (int)&__global_base + (int)&__dso_handle + (int)&__wasm_first_page_end; }
C
cc data2.o -fdata-sections <<<'const char *text2 = "hello"; const char *world = "world hello"; const char *lo = "o"; int zero2[5]; int init2 = 9; __attribute__((section("named"))) int in_named3 = 7; int use2(int i) { return text2[i] + world[i] + lo[i] + zero2[i] + init2; }'
for o in '' -O0 -O1 -O2 --no-merge-data-segments '-O2 --no-merge-data-segments' --no-gc-sections '--no-gc-sections -O2' --import-memory '--import-memory --no-gc-sections' \
  --emit-relocs '--emit-relocs -O2' -r '-r -O2' '-r --merge-data-segments' --print-map '--print-map -O0' --no-stack-first '--no-stack-first --global-base=2048' '--global-base=70016' '-z stack-size=32768' \
  --initial-heap=131072 --initial-memory=262144 '--initial-memory=262144 --max-memory=262144' '--max-memory=131072 --import-memory' --no-growable-memory -s -S '--export-all' '--page-size=1' '--page-size=1 --initial-heap=17' \
  '--shared-memory --no-check-features --max-memory=131072' '--shared-memory --no-check-features --max-memory=131072 --import-memory' '--table-base=10' '--export-table --growable-table' '--import-table' \
  '--export=__start_named --export=__stop_named' --print-gc-sections '--verbose' '--features=bulk-memory,mutable-globals,sign-ext,multivalue,reference-types,bulk-memory-opt,nontrapping-fptoint,call-indirect-overlong --import-memory' \
  '--extra-features=extended-const' '--extra-features=atomics,bulk-memory --shared-memory --max-memory=131072' '--extra-features=atomics --shared-memory --max-memory=131072 --import-memory --export-all' "--keep-section=name -s"; do
  case $o in
    --verbose) filter '/mem:/!d' ;;
    *) filter '' ;;
  esac
  both any data.o $o
  both any data.o data2.o -u use2 -u bounds $o
done
filter ''

# Position independent.
for f in '' -fvisibility=default -fvisibility=hidden; do
  cc pic.o -fPIC $f <<'C'
static int local = 3; int global = 4; int zero[100]; extern int elsewhere; int elsewhere_function(int); static int own(int a) { return a + local; }
int shown(int a) { return own(a) + global; }
int (*table[])(int) = {shown, own, elsewhere_function}; int *data[] = {&local, &global, &zero[3], &elsewhere}; const char *text = "text";
__attribute__((weak)) int weak(void) { return 1; } __attribute__((weak)) extern int weak_data; __attribute__((weak)) int weak_function(void);
__thread int tls = 5; static __thread int tls_local = 6; extern __thread int tls_elsewhere;
__attribute__((constructor)) static void start(void) { global = 5; }
int _start(int i) { return table[i](zero[i]) + elsewhere + elsewhere_function(i) + *data[i] + weak() + (&weak_data != 0) + (weak_function ? weak_function() : 0); }
int tls_use(void) { return tls + tls_local; }
int (*get(void))(int) { return own; } int (*get2(void))(int) { return shown; } int *get3(void) { return zero; }
C
  cc pic2.o -fPIC $f <<<'int elsewhere = 3; int elsewhere_function(int a) { return a; }'
  for o in '-shared' '-shared -Bsymbolic' '-pie' '-shared --no-gc-sections' '-shared -s' '-shared --export-all' '-pie --export-all' '-pie --export-dynamic' '-shared -O2' '-shared --extra-features=extended-const' '-pie --extra-features=extended-const' \
    '-shared --extra-features=atomics,bulk-memory --shared-memory --max-memory=65536000' '-pie --extra-features=atomics,bulk-memory --shared-memory --max-memory=65536000' '-shared --emit-relocs' '-shared -S --compress-relocations' '-shared --print-map' '-shared -soname=lib.so' '-shared --entry=shown' '-shared --initial-memory=131072' \
    '-shared --no-merge-data-segments' '-shared --export=shown' '-shared --no-entry' '-pie --no-entry' '-shared --wrap=shown' '-shared --print-gc-sections' '-pie -z stack-size=1024' '-pie --no-stack-first' '-shared --import-memory=x,y' '-pie --import-memory' '-pie --export-memory' '-pie --growable-table' '-shared --unresolved-symbols=ignore-all' '-shared --allow-undefined' '-shared --unresolved-symbols=report-all' \
    '' '--export-all' '--no-gc-sections' '-r' '--emit-relocs' '--import-table' '--export-table --growable-table' '--allow-undefined' '--unresolved-symbols=ignore-all'; do
    case $o in
      *unresolved* | *allow*) u= ;;
      *) u=--unresolved-symbols=import-dynamic ;;
    esac
    both any $M $u pic.o $o
    both any $M $u pic.o pic2.o $o
  done
done

# Constructors, with priorities.
cc ctors.o <<'C'
int n;
__attribute__((constructor)) static void c_default(void) { n = 1; } __attribute__((constructor(200))) static void c200(void) { n = 2; } __attribute__((constructor(101))) static void c101(void) { n = 3; }
__attribute__((destructor)) static void d_default(void) { n = 4; } __attribute__((destructor(150))) static void d150(void) { n = 5; }
int __cxa_atexit(void (*f)(void *), void *a, void *d) { return n; }
C
cc ctors2.o <<<'extern int n; __attribute__((constructor(150))) static void c150(void) { n = 7; } __attribute__((constructor(200))) static void c200(void) { n = 8; } int in_ctors2;'
cc start.o <<<'int get(void); extern int n; int _start(void) { return n; }'
cc callctors.o <<<'void __wasm_call_ctors(void); extern int n; int _start(void) { __wasm_call_ctors(); return n; }'
cc dtors.o <<<'void __wasm_call_dtors(void) {}'
for o in '' --no-gc-sections -r --export-all --emit-relocs '-s' '--export=__wasm_call_ctors' '--no-entry' '--no-entry --export=n' '--no-entry --export=n --export=in_ctors2'; do
  both any start.o ctors.o $o
  both any start.o ctors.o ctors2.o $o
  both any start.o ctors2.o ctors.o $o
  both any start.o --start-lib ctors2.o ctors.o --end-lib $o
  both any callctors.o ctors.o ctors2.o $o
  both any start.o ctors.o dtors.o $o
  both any ctors.o ctors2.o dtors.o --no-entry --export=n $o
done

# Thread-local storage.
cc tls.o -matomics -mbulk-memory <<'C'
__thread int a = 3; __thread int b; _Alignas(32) __thread int c = 4; static __thread long long d = 8; int normal = 3; int zero[30];
extern __thread int undefined_tls;
int use(void) { return a + b + c + (int)d + normal + zero[1]; }
int *address(void) { return &b; }
void *__builtin(void); void *tlsbase(void) { return __builtin_wasm_tls_base(); } 
int *const pointer_to_normal = &normal;
void _start(void) { use(); address(); tlsbase(); }
C
cc tls3.o -matomics -mbulk-memory <<<'unsigned long size(void) { return __builtin_wasm_tls_size(); } unsigned long al(void) { return __builtin_wasm_tls_align(); }'
cc tls2.o -matomics -mbulk-memory <<<'extern __thread int a; int more(void) { return a; } __thread int e = 9;'
cc notls.o <<<'extern int a; int more(void) { return a; }'
cc nothread.o <<<'__thread int t = 3; int _start(void) { return t; }'
for o in '' '--shared-memory --max-memory=131072' '--shared-memory --max-memory=131072 --import-memory' '--shared-memory --max-memory=131072 --export-all' '--shared-memory --max-memory=131072 --no-gc-sections' '--shared-memory --max-memory=131072 --no-merge-data-segments' \
  '--shared-memory' '--no-merge-data-segments' '-r' '--shared-memory --max-memory=131072 --export=a --export=__wasm_init_tls --export=__tls_base --export=__tls_size --export=__tls_align' '--shared-memory --max-memory=131072 --emit-relocs' '--shared-memory --max-memory=131072 --print-map' '-s --shared-memory --max-memory=131072' \
  '--shared-memory --max-memory=1310720 --initial-memory=655360 --no-entry --export=use' '--shared-memory --no-growable-memory' '--emit-relocs' '--export-all'; do
  both any tls.o $o
  both any tls.o tls3.o -u size -u al $o
  both any tls.o tls2.o -u more $o
  both any tls2.o tls.o -u more $o
  [ "$o" != --export-all ] || known "a plain reference to a thread-local variable: the address here, the offset among such variables there"
  both any tls.o notls.o -u more $o
  both any nothread.o $o
  both any nothread.o tls.o $o -z muldefs
done

# Tables and function pointers.
cc fp.o <<<'int f1(void) { return 1; } int f2(void) { return 2; } static int f3(void) { return 3; } extern int undef(void); int (*volatile p[])(void) = {f1, f2, f3, f1}; int _start(int i) { return p[i](); } int (*q)(void) = undef;'
cc fp2.o <<<'int f1(void); int f4(void) { return 4; } int (*p2[])(void) = {f4, f1}; int use(int i) { return p2[i](); }'
cc fp3.o -mno-reference-types -mno-call-indirect-overlong <<<'int f5(void) { return 4; } int (*volatile p3)(void) = f5; int use3(int i) { return p3(); }'
for o in '' '--table-base=4' --export-table '--export-table --growable-table' --import-table '--import-table --growable-table' --no-gc-sections --emit-relocs -r --export-all '--export=__indirect_function_table' '-s' '--allow-undefined' '--unresolved-symbols=ignore-all' "-pie $M"; do
  both any fp.o fp2.o -u use $o
  both any fp3.o fp2.o -u use3 -u use --no-entry $o
  both any fp3.o -u use3 --no-entry $o
done
obj tables.o -mattr=+reference-types <<'S'
.tabletype first, externref
.tabletype second, funcref, 3
.tabletype __indirect_function_table, funcref
.globl second
.functype f () -> ()
.globl _start
first:
second:
_start:
  .functype _start () -> ()
  i32.const 0
  table.get first
  drop
  table.size second
  drop
  i32.const 0
  call_indirect second, () -> ()
  i32.const 0
  call_indirect __indirect_function_table, () -> ()
  end_function
S
for o in '' --export=second --export-all --import-table --export-table -r --no-gc-sections "--export=first"; do
  both any tables.o $o
  # wasm-ld crashes here with --export-all.
  [ "$o" = --export-all ] || both any tables.o fp.o -z muldefs --allow-undefined $o
  both any fp3.o tables.o --allow-undefined -u use3 $o
done
