// node kernels.mjs MODULE.wasm REPETITIONS NAME...: "NAME RESULT SECONDS" for each export and repetition, in CPU
// time of the thread that runs it.
import fs from 'node:fs';
import { WASI } from 'node:wasi';

const CLOCK_THREAD_CPUTIME_ID = 3;
const SCRATCH = 8;

const wasi = new WASI({ version: 'preview1' });
const instance = new WebAssembly.Instance(new WebAssembly.Module(fs.readFileSync(process.argv[2])), {});
wasi.initialize(instance);

function seconds() {
  wasi.wasiImport.clock_time_get(CLOCK_THREAD_CPUTIME_ID, 0n, SCRATCH);
  return Number(new DataView(instance.exports.memory.buffer).getBigUint64(SCRATCH, true)) * 1e-9;
}

for (const name of process.argv.slice(4)) {
  for (let i = 0; i < Number(process.argv[3]); i++) {
    const start = seconds();
    const result = instance.exports[name]();
    console.log(name, result, (seconds() - start).toFixed(6));
  }
}
