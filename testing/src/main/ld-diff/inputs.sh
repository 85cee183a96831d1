# Archives of all kinds, libraries, stubs, response files, and what is none of these.
cc main.o <<<'int f(void); void _start(void) { f(); }'
cc f.o <<<'int g(void); int f(void) { return g(); }'
cc g.o <<<'int data = 4; int g(void) { return data; }'
cc h.o <<<'int data = 5; int h(void) { return data; }'
cc ctor.o <<<'int x; __attribute__((constructor)) static void c(void) { x = 4; } int use(void) { return x; }'
cc dup.o <<<'int f(void) { return 7; }'
cc a_member_with_a_rather_long_name_that_needs_a_table.o <<<'int long_name(void) { return 1; }'
cc weak.o <<<'__attribute__((weak)) int f(void); void _start(void) { if (f) f(); }'
cp g.o 'with space.o'

# Kinds of archives.
llvm-ar rcs gnu.a f.o g.o
llvm-ar rcS noindex.a f.o g.o
llvm-ar rcs --thin thin.a f.o g.o
llvm-ar rcS --thin thinnoindex.a f.o g.o
llvm-ar rcs --format=bsd bsd.a f.o g.o a_member_with_a_rather_long_name_that_needs_a_table.o
llvm-ar rcs --format=darwin darwin.a f.o g.o a_member_with_a_rather_long_name_that_needs_a_table.o
llvm-ar rcs --format=gnu long.a a_member_with_a_rather_long_name_that_needs_a_table.o f.o g.o 'with space.o'
llvm-ar rcS --format=bsd bsdnoindex.a f.o g.o
llvm-ar rcs --format=coff coff.a a_member_with_a_rather_long_name_that_needs_a_table.o f.o g.o
llvm-ar rcs --format=bigarchive big.a a_member_with_a_rather_long_name_that_needs_a_table.o f.o g.o
mkdir -p sub/deep
cp f.o g.o sub/deep
llvm-ar rcs --thin sub/thin.a sub/deep/f.o sub/deep/g.o
llvm-ar rcs --thin sub/nested.a sub/thin.a
llvm-ar rcs twice.a f.o
llvm-ar q twice.a f.o g.o
SYM64_THRESHOLD=1 llvm-ar rcs sym64.a f.o g.o
llvm-ar rcs empty.a
printf '!<arch>\n' >bare.a
for a in gnu noindex thin thinnoindex bsd long bsdnoindex coff big sub/thin sub/nested twice sym64; do
  ld main.o $a.a
  ld main.o $a.a --trace
  ld main.o $a.a --why-extract=-
  ld main.o --whole-archive $a.a --print-map --noinhibit-exec
  ld weak.o $a.a
  ld main.o --undefined=g --export=data $a.a
done
ldfail main.o empty.a
ldfail main.o bare.a
ldfail --no-entry empty.a
ld --no-entry gnu.a
ld --no-entry --whole-archive gnu.a
filter '/: (Loading|Processing): /!d'
ld weak.o gnu.a -u f --verbose
ld main.o long.a g.o -z muldefs --verbose
filter ''
ld gnu.a main.o
ld main.o gnu.a gnu.a
ld main.o dup.o gnu.a
ldfail main.o dup.o --whole-archive gnu.a
ld main.o --whole-archive gnu.a --no-whole-archive noindex.a

# Names that an archive leaves undefined.
mkdir -p stubs
cp gnu.a stubs/libbeside.a
printf '#STUB\nimported_one\n# comment\n  imported_two \n' >stubs/libbeside.imports
cc usesimports.o <<<'int f(void), imported_one(void), imported_two(int); void _start(void) { f(); imported_one(); imported_two(1); }'
for o in '' -r --allow-undefined --export-all; do
  both any usesimports.o -Lstubs -lbeside $o
  both any usesimports.o stubs/libbeside.a $o
  both any stubs/libbeside.a usesimports.o $o
done
both any usesimports.o gnu.a

# A missing member, a directory, nonsense.
llvm-ar rcs --thin broken.a f.o h.o
rm h.o
ldfail main.o broken.a
ldfail main.o -u h broken.a
mkdir -p folder
ldfail main.o folder
ldfail folder
: >empty
ldfail main.o empty
echo hello >text
ldfail main.o text
ldfail text empty missing
head -c 3 main.o >three.o
ldfail three.o
# We also say where.
filter 's/ [(]at offset 0x[0-9a-f]+[)]//'
printf '\0asm' >four.o
ldfail four.o
printf '\0asm\1\0\0\0' >eight.o
ldfail eight.o
printf '\0asm\2\0\0\0' >version.o
ldfail version.o
filter ''
llvm-ar rcs text.a text f.o g.o
ld main.o text.a
ldfail main.o text.a --fatal-warnings

# Bitcode is refused in words of our own.
filter 's/.*/SAID/'
clang --target=wasm32 -flto -x c -c -o bitcode.o - <<<'void _start(void) {}'
filter ''

# Lazy objects.
ld main.o --start-lib f.o g.o --end-lib
ld main.o --start-lib f.o g.o
ld --start-lib f.o g.o --end-lib main.o
ld --start-lib f.o g.o --end-lib main.o --why-extract=- --trace
ld main.o --start-lib f.o --end-lib --start-lib g.o --end-lib
ld main.o --start-lib gnu.a --end-lib
ldfail main.o --start-lib --start-lib f.o
ldfail main.o --end-lib
ld main.o --start-lib f.o g.o ctor.o --end-lib
ld main.o gnu.a ctor.o
ldfail --start-lib main.o f.o g.o --end-lib --entry=nope
ld --start-lib main.o f.o g.o --end-lib
ld --start-lib main.o f.o g.o --end-lib --entry=f
ld --start-lib main.o f.o g.o --end-lib --no-entry
ld --start-lib main.o f.o g.o --end-lib --no-entry --export=g
ld --start-lib main.o f.o g.o --end-lib --no-entry --export-if-defined=g -u data
ldfail weak.o --start-lib dup.o f.o --end-lib -u f --fatal-warnings -z nothing

# Shared libraries.
cc picf.o -fPIC -fvisibility=default <<<'int data_of_f = 8; int g(void); int f(void) { return g() + data_of_f; }'
cc picg.o -fPIC -fvisibility=default <<<'int g(void) { return 1; }'
cc picmain.o -fPIC <<<'int f(void); extern int data_of_f; void _start(void) { f(); data_of_f = 2; }'
D='--experimental-pic --unresolved-symbols=import-dynamic'
mkdir -p lib1 lib2
"$REFERENCE" -shared $D picf.o -o lib1/libf.so
"$REFERENCE" -shared $D picg.o -o lib1/libg.so
"$REFERENCE" -shared $D picg.o -o plain.so
llvm-ar rcs lib1/libf.a f.o g.o
llvm-ar rcs lib2/libf.a f.o g.o
llvm-ar rcs lib2/libonlyarchive.a f.o g.o
ld -pie $D picmain.o lib1/libf.so
ld -pie $D picmain.o -Llib1 -lf
ldfail -pie $D picmain.o -Llib1 -Bstatic -lf
ldfail -pie $D picmain.o -Bstatic -Llib2 -Bdynamic -lf
ldfail -pie $D picmain.o -Llib2 -Llib1 -lf
ld -pie $D picmain.o -Llib1 -Llib2 -lf --trace
ld -pie $D picmain.o -Llib1 -l:libf.so -l:libg.so
ldfail -pie $D picmain.o -Llib2 -l:libf.a
ld -pie $D picmain.o -Llib1 -lf -lg --print-map
ld -pie $D picmain.o lib1/libf.so lib1/libf.so
ld -pie $D picmain.o lib1/libf.so plain.so --rpath=/a --rpath='$ORIGIN'
ld -shared $D picmain.o lib1/libf.so -soname=me
ldfail picmain.o lib1/libf.so
ld $D -Bdynamic picmain.o lib1/libf.so
ld $D -Bdynamic picmain.o -Llib1 -lf
ld $D picmain.o -Llib1 -lf
ldfail main.o -Llib1 -l:libf.so
ld main.o -Llib2 -lonlyarchive
ldfail main.o -Llib2 -lnothing -lneither
ld -Bdynamic main.o -Llib2 -lonlyarchive
ldfail -r main.o lib1/libf.so
ldfail -r -Bdynamic main.o lib1/libf.so
ldfail -pie --experimental-pic picmain.o
ld -pie $D picmain.o --whole-archive lib1/libf.so
ldfail -pie $D picmain.o --start-lib lib1/libf.so --fatal-warnings -z nothing
ld -pie $D picmain.o --start-lib lib1/libf.so

# Stub libraries.
printf '#STUB\n# comment\nf: g\nmissing\n\ng\n' >f.so
printf '#STUB\nf:\n' >fnodeps.so
printf '#STUB\nf: nowhere, neither\n' >fbad.so
printf '#STUB\nf: g, h ,data\n' >flist.so
printf '#STUB' >fnothing.so
printf '#STUB\n  f  :  g  \n' >fspace.so
printf '#STUB\r\nf: g\r\n' >fcrlf.so
printf '#STUB\nf:g:h\n' >fcolons.so
for s in f fnodeps flist fnothing fspace fcrlf fcolons fbad; do
  both any main.o $s.so
  both any main.o $s.so g.o
  both any main.o $s.so --export=f g.o
  both any main.o $s.so gnu.a
  both any main.o gnu.a $s.so
  both any weak.o $s.so g.o
  both any main.o $s.so g.o --allow-undefined
  both any main.o $s.so g.o --import-undefined --trace
  both any main.o --whole-archive $s.so
  both any main.o --start-lib $s.so
  both any -pie $D picmain.o $s.so picg.o
  both any -r main.o $s.so
done

# Response files.
printf 'main.o gnu.a\n' >plain.rsp
printf "'main.o' \"gnu.a\"\\n--trace" >quoted.rsp
printf 'main.o @inner.rsp\n' >nest.rsp
printf 'gnu.a --export=g' >inner.rsp
printf 'with\\ space.o "with space.o"' >spaces.rsp
printf '"a\\\\b" main.o gnu.a' >backslash.rsp
printf '@self.rsp main.o gnu.a' >self.rsp
printf -- '--rsp-quoting=windows' >style.rsp
printf '"main.o" gnu.a --export="f"' >win.rsp
printf '' >none.rsp
printf 'main.o\0gnu.a' >nul.rsp
printf '\357\273\277main.o gnu.a' >bom.rsp
printf '# comment\nmain.o gnu.a' >comment.rsp
ld @plain.rsp
ld @quoted.rsp
ld @nest.rsp
ldfail @spaces.rsp --no-entry
ld @spaces.rsp --no-entry -z muldefs
ldfail @backslash.rsp
filter '/^(wasm-ld: error: )?recursive expansion/d'
ldfail @self.rsp
filter ''
ldfail @missing.rsp
ld @win.rsp --rsp-quoting=windows
ld @none.rsp main.o gnu.a
ldfail @nul.rsp
both any @bom.rsp
both any @comment.rsp
filter '/^cannot not open/d'
ldfail @
filter ''
ldfail main.o gnu.a -o out.wasm -- --export=g
ldfail -o out.wasm -- main.o gnu.a

# A weak reference to what stays in an archive, made one object.
cc weakly.o <<<'__attribute__((weak)) int lazy(int); int after(void); int f(void) { return lazy ? lazy(1) : after(); }'
cc lazy.o <<<'int lazy(int x) { return x; } int other; int *p = &other;'
llvm-ar rcs lazy.a lazy.o
known "wasm-ld's object is damaged: the reference is not marked as undefined"
ld -r weakly.o lazy.a
cp out.wasm weakly-lazy.o
ld --no-entry --export=f --allow-undefined weakly-lazy.o
ld -r weakly.o --whole-archive lazy.a

# Members that join for the sake of exports, in the order of wasm-ld's hash table.
members=()
for name in alpha beta gamma delta stackSave stackRestore emscripten_stack_init emscripten_stack_get_end z y x w v u t s r q p o; do
  cc member-$name.o <<<"int $name(int a) { return a; }"
  members+=(member-$name.o)
done
llvm-ar rcs members.a "${members[@]}"
cc start.o <<<'int _start(void) { return 0; }'
for names in 'beta alpha' 'alpha beta gamma' 'stackSave emscripten_stack_init alpha' 'z y x w v u t s r q p o' 'o p q r s t u v w x y z alpha beta gamma delta stackSave stackRestore emscripten_stack_init emscripten_stack_get_end'; do
  for o in --export= --export-if-defined=; do
    words=()
    for name in $names; do words+=("$o$name"); done
    ld start.o members.a "${words[@]}" --why-extract=outwhy
    ld start.o members.a "${words[@]}" --export=delta --export-if-defined=gamma
  done
done

# Stub libraries: names that are traced, names that are empty.
cc needsstub.o <<<'int libf(void); int f(void) { return libf(); } int gg; int _start(void) { return f(); }'
for text in 'libf:' 'libf: ' 'libf: f,gg' 'libf: f,' 'libf: ,f' 'libf: f, ,gg' 'libf' ': f'; do
  printf '#STUB\n%s\n' "$text" >stubs.so
  both any needsstub.o stubs.so
  both any -y libf -y f needsstub.o stubs.so
done
