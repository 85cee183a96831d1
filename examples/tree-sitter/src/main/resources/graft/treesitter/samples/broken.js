function half(a, b {
  return a +
}

const s = `open ${1 + } é`;
class { method( { } }
let 1x = "never
for (;;) { if (x }
good(1, 2, "𝄞");
