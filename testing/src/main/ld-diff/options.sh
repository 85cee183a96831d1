# Every option of wasm-ld, in all its spellings, with right and with wrong values.
cc main.o <<'C'
int counter = 3;
static int table[4] = {1, 2, 3, 4};
extern int unused_data;
int unused_data = 9;
__attribute__((visibility("default"))) int add(int a, int b) { return a + b + counter; }
__attribute__((visibility("hidden"))) int hidden(int i) { return table[i & 3]; }
int unused(void) { return unused_data; }
int (*pointer)(int, int) = add;
void _start(void) { counter = pointer(hidden(counter), 2); }
C
cc other.o <<'C'
int other_data[100];
int other(void) { return other_data[3]; }
C
cc undef.o <<'C'
int missing(int);
extern int missing_data;
void _start(void) { missing(missing_data); }
C
cc debug.o -g <<'C'
int global = 4;
int used(int a) { return a * global; }
int dead(int a) { return a - global; }
void _start(void) { global = used(3); }
C
rm -f lib.a libother.a; llvm-ar rcs libother.a other.o

ld main.o
ld main.o -o out.wasm
ld main.o -oout.wasm
for o in --allow-multiple-definition -allow-multiple-definition --no-allow-multiple-definition \
  --allow-undefined -allow-undefined --Bdynamic -Bdynamic --Bstatic -Bstatic --Bsymbolic -Bsymbolic \
  --build-id --build-id=fast --build-id=sha1 --build-id=tree --build-id=0x1234 --build-id=none \
   -build-id=0xABcd --build-id=0x \
  --call_shared --check-features --color-diagnostics=never --color-diagnostics=auto --color-diagnostics --color-diagnostics=always --color-diagnostics=foo,--color-diagnostics,-z,foo --demangle --dn --dy -dn \
  --emit-relocs --emit-relocs,--strip-all --no-entry --entry=add --entry,add -e,add -eadd  -entry,add -entry=add \
  --error-limit=0 --error-limit,3  --error-unresolved-symbols --experimental-pic \
  --export-all --export-all,--no-gc-sections --export-dynamic -E --no-export-dynamic --export-if-defined=add \
  --export-if-defined=nope --export-if-defined,add --export-memory --export-memory=mem --export-table --export=add \
  --export,add --export=counter --export=hidden --export=unused -export=add --extra-features=foo,bar \
   --fatal-warnings    --gc-sections --no-gc-sections \
      --growable-table,--export-table \
  --growable-table --import-memory --import-memory=m,n --import-memory,--export-memory --import-table --import-undefined \
  --import-memory,--export-memory=mm \
  --initial-heap=65536 --initial-heap=131072 --initial-memory=131072  --keep-section=name,--strip-all \
  --keep-section,producers,-s --lto-CGO1 --lto-CGO2 --lto-O2 --lto-partitions=1 -L.,-lother --library-path=.,--library=other \
  --library-path,.,--library,other -L,.,-l,other -lother,-L. -L=. --Map=outmap -Map=outmap --Map,outmap -Map,outmap --max-memory=262144 --max-memory=131072,--initial-memory=131072 \
  --merge-data-segments --no-merge-data-segments  -mwasm32 -m,wasm32 --no-check-features \
  --no-color-diagnostics --no-demangle --no-fatal-warnings --no-growable-memory --no-growable-memory,--initial-memory=131072 \
  --no-pie -no-pie --no-print-gc-sections --no-shlib-sigcheck --no-stack-first --no-stack-first,--global-base=2048 --no-whole-archive --noinhibit-exec \
  --non_shared -O0 -O1 -O2 -O,2 -O3 --page-size=65536 --page-size=1   --print-gc-sections \
  --print-map -M --relocatable,--no-gc-sections -r  --rpath=/x --rpath,/x --rsp-quoting=posix --rsp-quoting=windows \
  --soname=foo --soname,foo -soname=foo   --stack-first --static --strip-all -s --strip-debug -S --strip-all,--strip-debug \
  --table-base=1 --table-base=5  --thinlto-cache-dir=. --thinlto-jobs=2 --threads=1 --threads=2 --threads,2 \
  --trace -t --trace-symbol=add --trace-symbol,add -y,add -yadd -y=add --undefined=unused --undefined,unused -u,unused -uunused \
  --unresolved-symbols=report-all --unresolved-symbols=ignore-all --unresolved-symbols=import-dynamic,--experimental-pic \
  --warn-unresolved-symbols --whole-archive --why-extract=outwhy --why-extract=-   --wrap=unknown  \
  -z,stack-size=131072 -zstack-size=131072 -z,stack-size=0 -z,muldefs -zmuldefs -z,stack-size=16 -z,stack-size=0x1000 -z,stack-size=1048576 -z,foo \
  -z,stack-size=131072,-z,stack-size=65536  --start-lib --shared-memory,--no-check-features,--max-memory=131072 \
  --strip-debug,--compress-relocations -s,--compress-relocations \
  --warn-unresolved-symbols,--error-unresolved-symbols   \
  --export=__data_end --export=__heap_base --export=__stack_pointer --export=__stack_low,--export=__stack_high --export=__global_base --export=__dso_handle \
  --export=__heap_end --wrap= --import-memory= --import-memory=m -O-1 -O5 --build-id=0x123 --initial-memory=4294967296 --export=__wasm_first_page_end --export=__wasm_call_ctors --export=__indirect_function_table --export=__memory_base --export=__table_base \
     \
  --initial-memory=65536,-z,stack-size=1024 --stack-first,--global-base=70000 \
  ; do
  # A comma separates arguments, except where a value has one.
  case $o in
    --extra-features=* | --features=* | --import-memory=m,n) words=("$o") ;;
    *) IFS=, read -ra words <<<"$o" ;;
  esac
  ld main.o "${words[@]}"
done

for o in --color-diagnostics,--foo --color-diagnostics=always,--entry=nope,-z,foo --foo,--color-diagnostics=always --color-diagnostics,--no-color-diagnostics,--foo --color-diagnostics,--color-diagnostics=auto,--foo \
  --foo -foo --Bfoo -x --error-limit=abc --error-limit --error-limit= --export --export= --entry=nope --entry -e --export=nope \
  --global-base=abc --global-base= --initial-heap=abc --initial-heap=1 --initial-heap=65537 --initial-memory=1 --initial-memory=65537 --initial-memory=abc \
  --initial-memory=65536  --initial-memory=4295032832 --max-memory=1 --max-memory=65536 --max-memory=8589934592 --max-memory=abc --max-memory=65536,--initial-memory=131072 \
  --initial-heap=8589934592 --no-growable-memory,--max-memory=131072 -m,wasm65 -mfoo -m --mllvm -o --page-size=2 --page-size=abc --page-size=0 \
  --page-size=4096 --relocatable,--gc-sections -r,--export-table -r,--growable-table -r,-pie -r,--shared-memory -r,--global-base=1024 -r,--entry=add -r,--compress-relocations,-s \
  -r,-u,add -shared,-pie,--experimental-pic -shared,--export-table,--experimental-pic -shared,--export-memory,--experimental-pic -pie,--global-base=1024,--experimental-pic -pie,--table-base=3,--experimental-pic \
  --import-table,--export-table --compress-relocations --unresolved-symbols=foo --unresolved-symbols --threads=0 --threads=-1 --threads=abc --threads= \
  --build-id=foo  --build-id=0xzz --rsp-quoting=foo --shared-memory --shared-memory,--max-memory=131072 \
  -z,stack-size=abc -z,stack-size=15 -z,stack-size= -z -O,abc  -Ox  -lnope -l:nope.a -L,x,-lnope --end-lib --start-lib,--start-lib --color-diagnostics=foo \
  --Map=/nonexistent/dir/map --why-extract=/nonexistent/why -o,/nonexistent/out --allow-undefined-file=nope --lto-O5 --lto-Oabc --lto-partitions=0 --lto-CGO5 --thinlto-jobs=abc --reproduce=/nonexistent/x.tar \
  --no-entry,--export=nope nope.o ./ --stack-first,--global-base=10  --wrap  --Bsymbolic,--fatal-warnings -y --trace-symbol --soname \
  --initial-memory=-65536 --table-base=abc --stack-first=1 --shared=1 --export-tabl --export-table=1 --exprt=x --gc-section --no-gc-section --versio --Map --keep-section --rpath \
  --initial-memory=131072,-z,stack-size=1048576 --noinhibit-exec,--export=nope --export=__wasm_init_memory --export=__wasm_init_tls --export=__tls_base --export-all,-pie,--experimental-pic --shared,--experimental-pic --end-lib,--start-lib -wrap=add --wrap,add --wrap=add --table-base,5 -hfoo -h,foo --rpath=/x,--experimental-pic,-pie --pie,--experimental-pic --page-size,1 --initial-memory,262144 --global-base=07777 --global-base=0x2000 --global-base,4096 --global-base=4096 --features,bulk-memory --features= --features=foo,bar --extra-features,multivalue -error-limit=3 -e=add --build-id=0x12-34-ab --fatal-warnings,-z,foo --export-dynamic=1 \
  ; do
  case $o in
    --features=foo,bar) words=("$o") ;;
    *) IFS=, read -ra words <<<"$o" ;;
  esac
  case $o in
    --mllvm) known "LLVM's own options are none of ours" ;;
  esac
  ldfail main.o "${words[@]}"
done
filter 's/^(Graft|Debian|LLD).*/VERSION/'
ld --version

# Without inputs, and what stops before inputs are read.
ldfail
ldfail --no-entry
ld -v --version main.o
ld -v main.o
ld -V main.o
ldfail --version --foo

# Undefined symbols.
ldfail undef.o
ldfail undef.o --error-limit=1
ldfail undef.o undef.o main.o --error-limit=2
ldfail undef.o --import-undefined
ld undef.o --allow-undefined
ld undef.o --warn-unresolved-symbols
ld undef.o --unresolved-symbols=ignore-all
ld undef.o --unresolved-symbols=ignore-all --import-undefined
ldfail undef.o --unresolved-symbols=import-dynamic --experimental-pic
ldfail undef.o --unresolved-symbols=import-dynamic
ldfail undef.o --noinhibit-exec
ldfail undef.o --warn-unresolved-symbols --fatal-warnings
ld undef.o --warn-unresolved-symbols --fatal-warnings --no-fatal-warnings
printf 'missing\n# comment\n  missing_data  \n' >allowed
ld undef.o --allow-undefined-file=allowed
ldfail undef.o --allow-undefined-file allowed
ld undef.o -allow-undefined-file=allowed
printf 'missing\n' >allowed
ldfail undef.o --allow-undefined-file=allowed
ldfail undef.o --unresolved-symbols=ignore-all --error-unresolved-symbols --fatal-warnings -z foo
ldfail main.o main.o
ld main.o main.o --allow-multiple-definition
ld main.o main.o -z muldefs
ld main.o main.o --noinhibit-exec

# Debugging information.
for o in '' -s -S --strip-debug --gc-sections --no-gc-sections --emit-relocs -r '-s --keep-section=.debug_info' '--keep-section=name -S' '-S --keep-section=.debug_line' \
  '--compress-relocations -S' '--compress-relocations -s' -O2 '-O2 -S' --export-all --build-id '--print-gc-sections' '--Map=outmap' -O0 '-O0 --emit-relocs' '-r -S' '-r -s'; do
  ld debug.o $o
done
ldfail debug.o --compress-relocations

# Numbers in all bases.
cc number.o <<<'int _start(void) { return 1; }'
for number in 0o200000 0b10000000000000000 0x10000 0200000 65536 0o8 0b2 0x; do
  both any number.o -z stack-size=$number
  both any number.o --initial-memory=$number
done
