#!/usr/bin/env bash
# Fetches the plugin rings.so in each of the ways there are, from a server that this starts, and says how many
# lines of the program's code each way costs (counted in the sources: from "way:" to "end"). `./dev gallery` runs it.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
root=$here/../..
graft=$root/graft
work=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
server=

# Lines of code of a way in a file: no empty ones, no comments.
lines() {
  awk -v way="// way: $1" '
    $0 == way { inside = 1; next }
    $0 == "// end" { inside = 0 }
    inside && !/^ *(\/\/.*)?$/ { count++ }
    END { print count + 0 }' "$2"
}

title() {
  printf '\n=== %s: %d lines\n' "$1" "$2"
}

mkdir "$work/served"
cp "$here"/wasm/*.so "$work/served"
cp "$here/wasm/gallery.wasm" "$work"
"$graft" manifest --when rings.so=start "$work/served" >"$work/served/gallery.json"
: >"$work/address"
"$graft" serve --port 0 "$work/served" >"$work/address" &
server=$!
while ! grep -q http "$work/address"; do
  kill -0 "$server"
  sleep 0.1
done
address=$(sed 's/.* at //' "$work/address")

# Runs something, with a cache of its own, so that it fetches, and looks whether it prints what it must.
passed=0 failed=0 skipped=0
shows() {
  local expected=$1
  shift
  GRAFT_CACHE=$work/cache.$passed.$failed GRAFT_CODE_CACHE=$work/code GRAFT_PROGRESS=0 "$@" | tee "$work/out" || true
  if grep -q "^$expected" "$work/out"; then
    passed=$((passed + 1))
  else
    echo "FAILED: expected $expected"
    failed=$((failed + 1))
  fi
}
run=("$graft" run --trace-fetch --allow-origin "$address" --base-url "$address")
picture="rings in water:"

title nothing 0
shows "gallery: no plugin wanted" "${run[@]}" --source "$address" "$work/gallery.wasm" nothing
title preloaded "$(lines preloaded "$here/gallery.cpp")"
shows "$picture" "${run[@]}" --source "${address}gallery.json" "$work/gallery.wasm" preloaded rings.so
for way in dlopen later wget sync async; do
  title "$way" "$(lines "$way" "$here/gallery.cpp")"
  shows "$picture" "${run[@]}" --source "$address" "$work/gallery.wasm" "$way" rings.so
done

title EM_ASYNC_JS "$(lines EM_ASYNC_JS "$here/javascript/fetching.cpp")"
if "$graft" cc -I"$here" "$here/javascript/fetching.cpp" "$here/canvas.cpp" -s MAIN_MODULE=1 \
  -o "$work/fetching.wasm" 2>"$work/log"; then
  shows "$picture" "${run[@]}" "$work/fetching.wasm" "${address}rings.so"
else
  head -n 3 "$work/log"
  skipped=1
  echo "(left out: graft cc wants clang and a WASI sysroot, see README)"
fi

title "Java decides" "$(lines java "$here/gallery.cpp")"
. "$root/.mvn/jdk.sh"
graft_find_jdk
cd "$root"
shows "$picture" "$GRAFT_JDK/bin/java" --enable-native-access=ALL-UNNAMED -cp "$(cat cli/target/launch/class-path)" \
  examples/plugins/java/JavaDecides.java "$address"

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
