// node calls.mjs MAIN.wasm SIDE.wasm: "NAME RESULT NANOSECONDS" for each kind of call.
import fs from 'node:fs';

const load = (file, imports) => new WebAssembly.Instance(new WebAssembly.Module(fs.readFileSync(file)), imports);
const side = load(process.argv[3], {});
const main = load(process.argv[2], { env: side.exports });
const CALLS = 1_000_000;
const REPETITIONS = 100;

for (const name of ['within', 'across', 'indirect1', 'indirect3']) {
  let best = Infinity;
  let result;
  for (let i = 0; i < REPETITIONS; i++) {
    const start = process.hrtime.bigint();
    result = main.exports[name](CALLS);
    const nanos = Number(process.hrtime.bigint() - start) / CALLS;
    if (i >= REPETITIONS / 2 && nanos < best) best = nanos;
  }
  console.log(name, result, best.toFixed(4));
}
