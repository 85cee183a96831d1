# What linking is about: symbols, sections, tables, memory, constructors, features.
M='--experimental-pic'

# Undefined, weak, hidden, common-like, aliases.
cc undefs.o <<'C'
int strong1(int); int strong2(void); __attribute__((weak)) int weak1(int); extern int d1; extern __attribute__((weak)) int d2;
static int (*take)(int) = strong1;
int _start(void) { return take(d1) + strong2() + (weak1 ? weak1(1) : 0) + (&d2 ? d2 : 0); }
C
for o in '' --allow-undefined --import-undefined --unresolved-symbols=ignore-all '--unresolved-symbols=ignore-all --export-all' \
  --warn-unresolved-symbols "--unresolved-symbols=import-dynamic $M" '-r' '--noinhibit-exec' '--no-gc-sections --allow-undefined' \
  '--allow-undefined --emit-relocs' '--allow-undefined -u more --export-table' "-pie $M --allow-undefined" '-shared'; do
  both any undefs.o $o
done
cxx mangled.o <<'C'
namespace app { struct Widget { void draw(int) const; static int count; }; template <class T> T pick(T); }
extern "C" void _start() { app::Widget w; w.draw(app::Widget::count); app::pick(3); app::pick(3.5); }
C
ldfail mangled.o
ldfail mangled.o --no-demangle
ld mangled.o --allow-undefined
ld mangled.o --allow-undefined --no-demangle
ld mangled.o --unresolved-symbols=ignore-all --print-map
ldfail mangled.o mangled.o
ldfail mangled.o mangled.o --no-demangle --error-limit=1
ldfail mangled.o mangled.o --error-limit=0

cc alias.o <<'C'
int original(int a) { return a + 1; }
int strong_alias(int) __attribute__((alias("original")));
int weak_alias(int) __attribute__((weak, alias("original")));
int value = 5;
extern int value_alias __attribute__((alias("value")));
int _start(void) { return strong_alias(1) + weak_alias(2) + value_alias; }
C
cc weakover.o <<<'int weak_alias(int a) { return a * 2; } __attribute__((weak)) int original(int a) { return 9; }'
for o in '' --export-all '--no-gc-sections' -r '-O2 -s' --emit-relocs '--export=weak_alias --export=value_alias' --print-map; do
  ld alias.o $o
  ld alias.o weakover.o $o
  ld weakover.o alias.o $o
  ld --start-lib weakover.o --end-lib alias.o $o
done

# Visibility.
cc vis.o -fvisibility=hidden <<'C'
int hidden_function(void) { return 1; } int hidden_data = 1;
__attribute__((visibility("default"))) int open_function(void) { return hidden_function(); }
__attribute__((visibility("default"))) int open_data = 3;
__attribute__((visibility("protected"))) int protected_function(void) { return 1; }
__attribute__((export_name("renamed"))) int exported(void) { return 1; }
__attribute__((used)) int used_function(void) { return 2; }
__attribute__((used)) static int used_static(void) { return 2; }
__attribute__((retain, used, section("kept"))) int kept = 4;
C
cc visuse.o <<<'int hidden_function(void); extern int hidden_data; int _start(void) { return hidden_function() + hidden_data; }'
for o in '' --export-dynamic --export-all '--export-dynamic --no-gc-sections' '--export=hidden_function' '--export=hidden_data' -r '--export-dynamic -r' "--print-gc-sections" '--export-if-defined=hidden_data' '-s --export-all'; do
  ld vis.o visuse.o $o
  ld --no-entry vis.o $o
done
for o in "-shared $M" "-pie $M" "-shared $M -Bsymbolic" "-shared $M --no-export-dynamic" "-pie $M --export-dynamic" "-shared $M --export-all" ; do
  both any --no-entry vis.o visuse.o $o
done

# Imports with names and modules.
cc imports.o <<'C'
__attribute__((import_module("m1"), import_name("n1"))) int a(int);
__attribute__((import_module("m1"))) int b(int);
__attribute__((import_name("n1"))) int c(int);
__attribute__((import_module("m1"), import_name("n1"))) int again(int);
__attribute__((import_module("m2"), import_name("n1"))) long long other(int);
int (*p)(int) = b;
long long _start(void) { return a(1) + b(2) + c(3) + again(4) + other(5) + p(2); }
C
cc imports2.o <<<'__attribute__((import_module("mX"), import_name("n1"))) int a(int); int f(void) { return a(1); }'
cc imports3.o <<<'__attribute__((import_module("m1"), import_name("nX"))) int a(int); int f(void) { return a(1); }'
cc imports4.o <<<'int a(int); int f(void) { return a(1); }'
cc imports5.o <<<'int a(int x) { return x; } int c(int x) { return x; }'
for o in '' --allow-undefined -r --emit-relocs '--export=a' '--export-all' '--no-gc-sections' '-s' '--wrap=a' '--trace-symbol=a --allow-undefined'; do
  both any imports.o $o
  both any imports.o imports2.o -u f $o
  both any imports.o imports3.o -u f $o
  both any imports.o imports4.o -u f $o
  both any imports4.o imports.o -u f $o
  both any imports4.o -u f --no-entry $o
  both any imports.o imports5.o $o
  both any imports5.o imports.o $o
done

# Signatures that do not agree.
cc sig1.o <<<'int f(int a) { return a; } int (*pf)(int) = f;'
cc sig2.o <<<'long long f(float a); int g(void); long long _start(void) { return f(2.5f) + g(); }'
cc sig3.o <<<'void f(void); int g(void) { f(); return 1; } void (*pg)(void) = f;'
cc sig4.o <<<'__attribute__((weak)) int f(double a) { return a; }'
cc sig5.o <<<'int f(); int h(void) { return f(); } int (*ph)() = f;'
for o in '' --fatal-warnings --no-gc-sections -r '--export=f' '--export-all' --emit-relocs '-s' '--noinhibit-exec' '-O2' --print-gc-sections "--allow-undefined"; do
  both any sig1.o sig2.o sig3.o $o
  both any sig2.o sig3.o sig1.o $o
  both any sig2.o sig3.o $o
  both any sig3.o sig2.o sig4.o $o
  both any sig4.o sig1.o sig3.o sig2.o $o
  both any sig1.o sig4.o sig3.o sig2.o $o
  [ "$o" = -r ] || known "wasm-ld's output is not valid: it calls a function of another type"
  both any --start-lib sig1.o --end-lib sig2.o sig3.o sig5.o -u h $o
  both any sig5.o sig2.o sig3.o -u h $o
  both any sig5.o sig1.o -u h --no-entry $o
  both any sig5.o -u h --no-entry $o
done

# Kinds that do not agree.
cc kind1.o <<<'int thing(int a) { return a; }'
cc kind2.o <<<'int thing = 4;'
cc kind3.o <<<'extern int thing; int _start(void) { return thing; }'
cc kind4.o <<<'int thing(int); int _start(void) { return thing(1); }'
obj kind5.o <<'S'
.globl thing
.globaltype thing, i32
thing:
S
obj kind6.o <<'S'
.globl thing
.tabletype thing, externref
thing:
S
obj kind7.o <<'S'
.globl thing
.tagtype thing i32
thing:
S
obj kind8.o <<'S'
.globl thing
.globaltype thing, i64, immutable
.functype use () -> ()
.globl use
use:
  .functype use () -> ()
  global.get thing
  drop
  end_function
S
obj kind9.o -mattr=+exception-handling <<'S'
.tagtype thing i64
.globl use
use:
  .functype use () -> ()
  i64.const 1
  throw thing
  end_function
S
obj kind10.o -mattr=+reference-types <<'S'
.tabletype thing, funcref
.globl use
use:
  .functype use () -> ()
  table.size thing
  drop
  end_function
S
for a in 1 2 5 6 7; do
  for b in 3 4 8 9 10 1 2 5 6 7; do
    both any --no-entry kind$a.o kind$b.o -u use
    both any --no-entry kind$b.o kind$a.o -u use --noinhibit-exec
    # Of 7 and 9 wasm-ld makes a module that is not valid, with a warning; so do we.
    [ $a$b = 79 ] || both any -r kind$a.o kind$b.o
  done
done
