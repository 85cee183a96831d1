# Sourced by the scenarios of `./dev ld-diff`: each is a bash script that makes inputs and gives them to both
# linkers. Nothing of it is expected output: wasm-ld-22 says what is right.
#
#   obj NAME.o [llvm-mc options]    assembly from standard input
#   cc NAME.o [clang options]       C from standard input
#   cxx NAME.o [clang options]      C++ from standard input
#   ir NAME.o [llc options]         LLVM IR from standard input
#   yaml NAME                       yaml2obj's text from standard input
#   ld ARGS                         links with both, to out.wasm unless ARGS has -o; both must succeed
#   ldfail ARGS                     links with both; both must fail
#   both any ARGS                   links with both, however it ends
#   same LABEL A B                  two files or folders, of what was made otherwise, are the same
#   known 'REASON'                  the next link is allowed to differ, and must
#
# Compared are the exit status, both output streams, and every file named out*, byte by byte. Where that is not
# possible for a reason (a time, a version, words that are our own), `filter 'SED SCRIPT'` rewrites what was
# printed by both, from here to the end of the scenario. What is found is told on descriptor 9.
set -u
REFERENCE=$LLVM/wasm-ld
OURS=$(command -v wasm-ld)
PATH=$LLVM:$PATH
[[ $("$OURS" --version) == Graft* ]] || exit 3
filter=''
known=''
passed=0
failed=0

obj() { llvm-mc -filetype=obj -triple="${TRIPLE:-wasm32-unknown-unknown}" -o "$1" "${@:2}" -; }
cc() { clang --target="${TRIPLE:-wasm32-unknown-unknown}" -x c -O1 -c -o "$1" "${@:2}" - -w; }
cxx() { clang --target="${TRIPLE:-wasm32-unknown-unknown}" -x c++ -O1 -c -o "$1" "${@:2}" - -w; }
ir() { llc -filetype=obj -mtriple="${TRIPLE:-wasm32-unknown-unknown}" -o "$1" "${@:2}" -; }
yaml() { yaml2obj -o "$1" -; }
filter() { filter=$1; }
known() { known=$1; }

ld() { both 0 "$@"; }
ldfail() { both 1 "$@"; }

both() {
  local expected=$1 label our their problem=
  shift
  label="ld $*"
  case " $* " in
    *" -o"* | *" -- "* | *" --version "* | *" --help "*) ;;
    *) set -- "$@" -o out.wasm ;;
  esac
  rm -rf out* .ours .theirs
  mkdir .ours .theirs
  "$REFERENCE" "$@" >.theirs/stdout 2>.theirs/stderr </dev/null
  their=$?
  mv out* .theirs 2>/dev/null
  "$OURS" "$@" >.ours/stdout 2>.ours/stderr </dev/null
  our=$?
  mv out* .ours 2>/dev/null
  if [ -n "$filter" ]; then
    sed -E -i "$filter" .ours/std* .theirs/std*
  fi
  [ "$expected" = any ] || [ $their -eq "$expected" ] || problem="wasm-ld's exit status is $their: $(head -n 3 .theirs/stderr); "
  [ $our -eq $their ] || problem+="exit status: expected $their, found $our; "
  problem+=$(diff -rq .theirs .ours)
  if [ -n "$known" ]; then
    if [ -n "$problem" ]; then
      problem=
    else
      problem="no longer differs: $known"
    fi
    known=
  fi
  if [ -n "$problem" ]; then
    failed=$((failed + 1))
    printf 'DIFF: %s: %s\n' "$scenario" "$label" >&9
    show | sed 's/^/    /' >&9
  else
    passed=$((passed + 1))
  fi
  cp -r .ours/out* . 2>/dev/null
}

same() {
  local problem
  if problem=$(diff -r "$2" "$3" 2>&1); then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    printf 'DIFF: %s: %s\n' "$scenario" "$1" >&9
    head -n "${GRAFT_DIFF_LINES:-24}" <<<"$problem" | cat -v | sed 's/^/    /' >&9
  fi
}

# What differs, as text.
show() {
  local file
  printf '%s\n' "$problem"
  for file in $( (cd .theirs && ls; cd ../.ours && ls) | sort -u); do
    if [ ! -e .theirs/$file ] || [ ! -e .ours/$file ]; then
      continue
    elif ! cmp -s .theirs/$file .ours/$file; then
      diff -U1 --label wasm-ld:$file --label graft:$file <(text .theirs/$file) <(text .ours/$file) |
        head -n "${GRAFT_DIFF_LINES:-24}"
    fi
  done
}

text() {
  case $(head -c 4 "$1" | od -An -tx1) in
    " 00 61 73 6d") obj2yaml "$1" 2>&1; llvm-objdump -d --no-show-raw-insn "$1" 2>&1 | tail -n +3 ;;
    *) cat -v "$1" ;;
  esac
}

done_with() { printf 'RESULT %s %s\n' $passed $failed >&9; }
trap done_with EXIT
