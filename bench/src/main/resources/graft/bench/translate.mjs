// node translate.mjs FILE... (with TurboFan as the only compiler): "FILE BYTES CPU-SECONDS" for five times each.
import fs from 'node:fs';
import path from 'node:path';

for (const file of process.argv.slice(2)) {
  const bytes = fs.readFileSync(file);
  for (let i = 0; i < 5; i++) {
    const start = process.cpuUsage();
    new WebAssembly.Module(bytes);
    const { user, system } = process.cpuUsage(start);
    console.log(path.basename(file), bytes.length, ((user + system) * 1e-6).toFixed(6));
  }
}
