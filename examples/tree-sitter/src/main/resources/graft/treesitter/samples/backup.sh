#!/usr/bin/env bash
# Copies folders: functions, arrays, here-documents, expansions, tests.
set -euo pipefail

readonly target=${1:?usage: backup TARGET [FOLDER...]}
shift
declare -A sizes=([small]=10 [große]=1000)
folders=("${@:-$HOME}")

log() {
  local level=$1; shift
  printf '%(%F %T)T [%s] %s\n' -1 "${level^^}" "$*" >&2
}

copy() {
  local from=$1 to
  to="$target/${from##*/}"
  [[ -d $from && ! -L $from ]] || { log warn "kein Ordner: $from"; return 1; }
  if (( $(du -sm "$from" | cut -f1) > sizes[große] )); then
    log error "zu groß"
  elif [ -e "$to" ]; then
    mv -- "$to"{,.old}
  fi
  tar -C "$from" -cf - . | (mkdir -p "$to" && tar -C "$to" -xf -) 2> /dev/null
}

trap 'log info "done: $?"' EXIT
for folder in "${folders[@]}"; do
  copy "$folder" || continue
done

case "${sizes[small]}" in
  [0-9]|1[0-9]) echo "few" ;;
  *.tar|*.gz) ;;
  *) exit 3 ;;
esac

while IFS=: read -r user _ id _; do
  echo "$user → $id"
done < <(head -n 3 /etc/passwd)

cat <<EOF | tr a-z A-Z
Total: $((2 ** 10 + 0x1f)) ${#folders[@]}
$(date +%s) `hostname` ☂
EOF
cat <<-'RAW'
	no $expansion here
	RAW
until false; do break; done &
wait $!
