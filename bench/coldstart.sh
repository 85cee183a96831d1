#!/usr/bin/env bash
# From the start of the process to the end of "hello", and to the first tree of tree-sitter: Node, Graft without its
# cache of translated code, and with it, in turn in one run. Prints the least wall time and the least processing time
# of all rounds, and ratios to Node's. Needs ./dev npm, node, clang 22 with wasi-libc.
#   usage: coldstart.sh [ROUNDS]
set -euo pipefail
root=$(dirname "$(dirname "$(readlink -f "$0")")")
rounds=${1:-10}
[[ $# -le 1 && "$rounds" =~ ^[1-9][0-9]*$ ]] || { echo "usage: ./dev bench coldstart [ROUNDS]" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XDG_CACHE_HOME=$work/cache
export GRAFT_BUILD=no
packages=$root/testing/npm/node_modules
main=$packages/web-tree-sitter-0.27.1/web-tree-sitter.wasm
grammar=$packages/tree-sitter-json/tree-sitter-json.wasm
for each in "$main" "$grammar"; do
  [ -e "$each" ] || { echo "coldstart: $each: no such file; ./dev npm installs it" >&2; exit 1; }
done

cat >"$work/hello.c" <<'C'
#include <stdio.h>
int main(void) { printf("hello %d\n", 42); return 0; }
C
"$root/graft" cc -O2 "$work/hello.c" -o "$work/hello.wasm"
cat >"$work/hello.mjs" <<'JS'
import { readFileSync } from 'node:fs';
import { WASI } from 'node:wasi';
const wasi = new WASI({ version: 'preview1' });
const module = await WebAssembly.compile(readFileSync(process.argv[2]));
wasi.start(await WebAssembly.instantiate(module, wasi.getImportObject()));
JS
echo '{"a": [1, 2.5, true, null]}' >"$work/a.json"
# Where Node finds the package.
mkdir -p "$work/node_modules"
ln -s "$packages/web-tree-sitter-0.27.1" "$work/node_modules/web-tree-sitter"
cat >"$work/tree.mjs" <<'JS'
import { readFileSync } from 'node:fs';
import { Parser, Language } from 'web-tree-sitter';
await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load(process.argv[2]));
console.log(parser.parse(readFileSync(process.argv[3], 'utf8')).rootNode.toString());
JS

declare -A wall cpu
# Runs a command and keeps its times, in ms, if they are the least so far under the name $1.
measure() {
  local name=$1 real user sys time
  shift
  TIMEFORMAT='%3R %3U %3S'
  time=$( { time "$@" >"$work/out" 2>"$work/err"; } 2>&1) || { cat "$work/err" >&2; exit 1; }
  read -r real user sys <<<"${time//./}"
  local processing=$((10#$user + 10#$sys))
  real=$((10#$real))
  [ -n "${wall[$name]:-}" ] && [ "${wall[$name]}" -le "$real" ] || wall[$name]=$real
  [ -n "${cpu[$name]:-}" ] && [ "${cpu[$name]}" -le "$processing" ] || cpu[$name]=$processing
}

for ((i = 0; i < rounds; i++)); do
  measure hello-node node --no-warnings "$work/hello.mjs" "$work/hello.wasm"
  GRAFT_CODE_CACHE=off measure hello-without "$root/graft" run "$work/hello.wasm"
  [ "$i" -gt 0 ] || "$root/graft" run "$work/hello.wasm" >"$work/out"
  measure hello-with "$root/graft" run "$work/hello.wasm"
  measure tree-node node --no-warnings "$work/tree.mjs" "$grammar" "$work/a.json"
  GRAFT_CODE_CACHE=off measure tree-without "$root/graft" treesitter --main "$main" "$grammar" "$work/a.json"
  [ "$i" -gt 0 ] || "$root/graft" treesitter --main "$main" "$grammar" "$work/a.json" >"$work/out"
  measure tree-with "$root/graft" treesitter --main "$main" "$grammar" "$work/a.json"
done

ratio() {
  printf '%d.%02d' $(($1 / $2)) $(($1 * 100 / $2 % 100))
}
echo "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | sort | uniq -c | sed 's/^ *//'), Node $(node --version), $rounds rounds"
printf '%-34s %9s %9s %12s %12s\n' "least of all rounds" "wall ms" "cpu ms" "wall / Node" "cpu / Node"
for what in hello tree; do
  for how in node without with; do
    case $how in
      node) title="$what, Node" ;;
      *) title="$what, Graft $how its code cache" ;;
    esac
    name=$what-$how
    printf '%-34s %9d %9d %12s %12s\n' "$title" "${wall[$name]}" "${cpu[$name]}" \
      "$(ratio "${wall[$name]}" "${wall[$what-node]}")" "$(ratio "${cpu[$name]}" "${cpu[$what-node]}")"
  done
done
