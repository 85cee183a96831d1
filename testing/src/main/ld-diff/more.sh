# What else a user may meet: relocations, debugging information, COMDAT, --wrap, traces, 64 bits, two steps.
M='--experimental-pic'

# 64-bit addresses.
TRIPLE=wasm64-unknown-unknown
cc m64.o -fPIC -fvisibility=default -g <<'C'
static long local = 3; long global = 4; char zero[100]; extern long elsewhere; long elsewhere_function(long); __thread int tls = 4;
long (*table[])(long) = {elsewhere_function}; long *data[] = {&local, &global, &elsewhere}; const char *text = "text";
__attribute__((constructor)) static void start(void) { global = 5; }
long _start(long i) { return table[i](zero[i]) + elsewhere + *data[i] + text[i] + tls; } long shown(void) { return global; }
C
cc n64.o -g <<<'extern char __heap_base; long elsewhere = 3; long elsewhere_function(long a) { return a + (long)&__heap_base; } static long f(long a) { return a; } long (*volatile g)(long) = f; long _start2(void) { return g(2); }'
TRIPLE=
for o in '' -mwasm64 -mwasm32 '-shared' '-pie' -r --emit-relocs --export-all --no-gc-sections '-S --compress-relocations' '-mwasm64 --initial-memory=4295032832' '-mwasm64 --initial-memory=17179869184' '--max-memory=17179869184' \
  '-shared --extra-features=extended-const' '--extra-features=atomics,bulk-memory --shared-memory --max-memory=131072' '--import-table --import-memory' '--export-table' '-s' '--print-map' '-shared --print-map' '-pie --extra-features=atomics,bulk-memory --shared-memory --max-memory=131072' '--global-base=4294967296' '--import-memory --no-gc-sections' '--no-stack-first' '-z stack-size=8589934592'; do
  case $o in
    *shared* | *pie*) u='--unresolved-symbols=import-dynamic' ;;
    *) u= ;;
  esac
  both any $M $u m64.o $o
  both any $M $u m64.o n64.o $o
  both any $M $u n64.o m64.o -u _start2 $o
done
cc m32.o <<<'int x; int _start(void) { return x; }'
ldfail m32.o m64.o n64.o
ldfail m64.o n64.o m32.o
ldfail -mwasm64 m32.o
llvm-ar rcs m64.a m64.o n64.o
both any m32.o m64.a
both any m32.o m64.a -u shown

# Debugging information, in parts that stay and parts that do not.
cxx dwarf1.o -g -ffunction-sections -fdata-sections -gdwarf-4 <<'C'
template <class T> T twice(T t) { return t + t; } struct S { int a; virtual int f() { return twice(a); } virtual ~S() {} }; inline int shared_inline(int x) { static int count; return count += x; }
void operator delete(void *, unsigned long) {} void operator delete(void *) {} extern "C" void __cxa_pure_virtual() {} extern "C" int __cxa_guard;
namespace __cxxabiv1 { struct __class_type_info { virtual void x(); }; void __class_type_info::x() {} }
int dead(int a) { int b = a * twice(a); for (int i = 0; i < a; i++) b += i; return b; }
extern "C" int _start() { S s; s.a = 3; return s.f() + shared_inline(3); }
C
cxx dwarf2.o -g -gdwarf-5 -ffunction-sections <<'C'
template <class T> T twice(T t) { return t + t; } inline int shared_inline(int x) { static int count; return count += x; }
int other(int a) { return twice(a) + shared_inline(a); } int dead2(int a) { return a; }
C
for o in '' -O0 -O1 -O2 -S -s '-S -O2' --no-gc-sections -r --emit-relocs '--emit-relocs -O2' --print-map '--print-gc-sections' '-r -O2' '-r -S' '--gc-sections --export-all' '--keep-section=.debug_info -s' '-S --compress-relocations' '-s --compress-relocations' '--why-extract=-' '--Map=outmap -O2'; do
  both any dwarf1.o dwarf2.o $o
  both any dwarf2.o dwarf1.o -u _Z5otheri $o
  both any dwarf1.o --start-lib dwarf2.o --end-lib -u _Z5otheri --no-demangle $o
done
ld -r dwarf1.o dwarf2.o -o out.o
cp out.o two.o
for o in '' -O2 -S --no-gc-sections -r '--emit-relocs' '--print-map'; do
  both any two.o $o
  both any two.o -u _Z5otheri $o
done

# Several steps.
cc step1.o <<<'int f2(void); extern int d2; static int s = 4; __attribute__((weak)) int w = 1; __attribute__((constructor)) static void c(void) { d2 = 5; } int _start(void) { return f2() + d2 + s + w; }'
cc step2.o <<<'int d2 = 7; static int s = 3; int f2(void) { return s; } int w = 2; __thread int t = 4; int ft(void) { return t; } const char *str = "abc"; extern int never; int *pn(void) { return &never; }'
for o in '' --strip-all --strip-debug --no-merge-data-segments --merge-data-segments '-O2' '--unresolved-symbols=ignore-all' '--export=f2' '--export-all' '--no-entry' '--import-undefined' '--build-id=0x1234' '--print-map' '--warn-unresolved-symbols' '-Bstatic' '--allow-undefined' '-u f2' '--export-table' '--growable-table' '--max-memory=65536' '--import-table' '-z stack-size=32' '--wrap=f2' '--no-demangle' '--extra-features=foo' '--features=foo'; do
  both any -r step1.o step2.o $o -o out.o
  if [ -e out.o ]; then
    cp out.o joined.o
    both any joined.o
    both any joined.o --export-all --allow-undefined
    both any -r joined.o -o out2.o
  fi
done

# COMDAT, in groups of several kinds.
for i in 1 2; do
  obj comdat$i.o <<S
  .section .text.foo,"G",@,foo,comdat
  .weak foo
foo:
  .functype foo () -> (i32)
  i32.const $i
  end_function
  .section .data.foo,"G",@,foo,comdat
  .weak foodata
foodata:
  .int32 $i
  .size foodata, 4
  .section .debug_foo,"G",@,foo,comdat
  .int32 foo
  .section .text.use$i,"",@
  .globl use$i
use$i:
  .functype use$i () -> (i32)
  call foo
  i32.const foodata
  i32.add
  end_function
S
done
for o in '' --no-gc-sections -r --emit-relocs --export-all -s; do
  both any --no-entry comdat1.o comdat2.o --export=use1 --export=use2 $o
  both any --no-entry comdat2.o comdat1.o --export=use1 $o
  both any --no-entry --start-lib comdat2.o --end-lib comdat1.o --export=use2 $o
done

# Wrappers.
cc wrapped.o <<<'int target(int); int _start(void) { return target(1); } int other(void) { return target(2); }'
cc target.o <<<'int target(int a) { return a; } int inside(void) { return target(3); }'
cc wrapper.o <<<'int __real_target(int); int __wrap_target(int a) { return __real_target(a) + 1; }'
cc wrapdata.o <<<'extern int value; int use(void) { return value; } int __wrap_value = 3;'
for o in --wrap=target '--wrap=target --wrap=target' '--wrap=target --wrap=missing' '--wrap=target -r' '--wrap=target --export-all' '--wrap=target --emit-relocs' '--wrap=__real_target' '--wrap=target --print-map' '--wrap=target --trace-symbol=target' '--wrap=target -y __wrap_target -y __real_target'; do
  both any wrapped.o target.o wrapper.o $o
  both any wrapper.o wrapped.o target.o -u inside $o
  both any wrapped.o target.o $o
  both any wrapped.o wrapper.o $o
  both any wrapped.o --start-lib wrapper.o target.o --end-lib $o
  both any wrapped.o wrapper.o $o --allow-undefined
done
known "wasm-ld takes the wrapper of a variable for a function"
both any wrapdata.o --wrap=value --no-entry -u use
known "wasm-ld takes the wrapper of a variable for a function"
both any wrapdata.o --wrap=value --no-entry -u use --export-all

# Traces.
cc tr1.o <<<'int f(void); extern int d; int _start(void) { return f() + d; }'
cc tr2.o <<<'int f(void) { return 1; } int d = 2; int unused(void) { return 4; }'
llvm-ar rcs tr.a tr2.o
for o in -t '-y f' '-y d -y f' '-y _start' '-y nothing' '-y f --trace' '--trace-symbol=f --no-demangle' '--print-gc-sections' '--print-gc-sections --no-gc-sections' '-M' '--why-extract=outwhy' '--verbose'; do
  case $o in
    --verbose) filter '/: (Loading|Processing): /!d' ;;
  esac
  both any tr1.o tr2.o $o
  both any tr2.o tr1.o $o
  both any tr1.o tr.a $o
  both any tr.a tr1.o $o
  both any --start-lib tr2.o --end-lib tr1.o $o
  both any tr1.o --allow-undefined $o
done
filter ''

# Reproduction: the same archives, but for the version.
mkdir -p repro/in
cp tr1.o repro/in/tr1.o
cp tr.a 'repro/with space.a'
printf 'allowed\n' >repro/allow
printf '#STUB\nf: d\n' >repro/stub.so
echo 'repro/in/tr1.o --export=f' >repro/x.rsp
long=repro/$(printf 'a%.0s' {1..90})/$(printf 'b%.0s' {1..90})
mkdir -p "$long"
cp tr2.o "$long/c.o"
cp tr2.o "$long/$(printf 'c%.0s' {1..120}).o"
reproduce() {
  rm -rf ours.tar theirs.tar ours theirs
  "$REFERENCE" "$@" --reproduce=theirs.tar -o repro/out.wasm >/dev/null 2>&1
  "$OURS" "$@" --reproduce=ours.tar -o repro/out.wasm >/dev/null 2>&1
  mkdir ours theirs
  tar xf ours.tar -C ours --strip-components=1 && tar xf theirs.tar -C theirs --strip-components=1
  rm -f ours/version.txt theirs/version.txt
  same "--reproduce $*" ours theirs
  same "--reproduce $* (names)" <(tar tvf ours.tar | sed 's/.* ours//; /version/d') <(tar tvf theirs.tar | sed 's/.* theirs//; /version/d')
}
reproduce tr1.o tr.a
reproduce @repro/x.rsp tr2.o ./tr2.o -z muldefs
reproduce @repro/x.rsp -L. -L repro -l:tr.a 'repro/with space.a' -z stack-size=65536 --allow-undefined-file=repro/allow -e _start --entry _start --entry=f -u f -uf --undefined f
# Of thin archives wasm-ld leaves out the members, without which the link cannot be repeated.
reproduce tr1.o tr2.o --Map=repro/o.map -y f --trace-symbol=f -yd -no-gc-sections --no-gc-sections -O2 --why-extract=repro/why --wrap q --wrap=q --threads=2 -m wasm32 -s -S -E --export-all -strip-all
reproduce --start-lib tr2.o --end-lib tr1.o repro/stub.so -Bstatic -dn -static --import-memory=a,b --build-id=0x12 --build-id --color-diagnostics=never
reproduce tr1.o "$long/c.o" "$long"/ccc*.o -z muldefs
reproduce undefined-is-fine.o tr1.o

# Commands: exports that run constructors.
cc command.o <<<'int n; __attribute__((constructor)) static void c(void) { n = 1; } __attribute__((export_name("a"))) int a(int x) { return n + x; } __attribute__((export_name("b"))) long long b(void) { return n; } int _start(void) { return n; }'
cc commandlib.o <<<'void __wasm_call_dtors(void) {}'
cc commandbad.o <<<'int __wasm_call_dtors = 3;'
cc commandbad2.o <<<'int __wasm_call_dtors(int a) { return a; }'
for o in '' --no-entry '--export-all' '--export=a' '--export=_start' '--entry=a' '-r' '--export=__wasm_call_ctors' '--no-entry --export=__wasm_call_ctors' "-shared $M" "-pie $M" '-s' '--emit-relocs' '--export-table' '--entry=__wasm_call_ctors' '--export=__wasm_call_dtors'; do
  for l in '' commandlib.o commandbad.o commandbad2.o '--start-lib commandlib.o --end-lib'; do
    both any command.o $l $o
  done
done

# Features that objects want or do not want.
feature() {
  yaml "$1" <<Y
--- !WASM
FileHeader:
  Version: 0x1
Sections:
  - Type: CUSTOM
    Name: linking
    Version: 2
    SymbolTable: []
  - Type: CUSTOM
    Name: target_features
    Features:
      - Prefix: $2
        Name: $3
...
Y
}
feature plus.o USED foo
feature minus.o DISALLOWED foo
feature bar.o USED bar
feature minusshared.o DISALLOWED shared-mem
feature atomics.o USED atomics
cc start.o -mcpu=mvp <<<'int _start(void) { return 0; }'
cc starttls.o -mcpu=mvp <<<'__thread int t = 3; int _start(void) { return t; }'
for o in '' --no-check-features --features=foo --features=bar --features=foo,bar '--extra-features=baz' '--shared-memory --max-memory=65536' '--shared-memory --max-memory=65536 --features=atomics,bulk-memory' '-r' '--keep-section=target_features -s' '--no-check-features --features=a'; do
  for i in plus.o minus.o 'plus.o minus.o' 'minus.o plus.o' 'plus.o bar.o' minusshared.o atomics.o 'plus.o plus.o minus.o'; do
    both any start.o $i $o
  done
  both any starttls.o $o
done
