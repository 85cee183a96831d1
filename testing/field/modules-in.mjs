// Writes every WebAssembly module that lies in a file of any other kind, such as Emscripten's .data packages, into a
// folder: node modules-in.mjs FILE FOLDER
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [file, folder] = process.argv.slice(2);
const bytes = readFileSync(file);
const header = Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

/** Where the module that begins at `start` ends: behind the last section that follows. */
function end(start) {
  let at = start + header.length;
  while (at < bytes.length && bytes[at] <= 13) {
    let size = 0;
    let length = 0;
    let next = at + 1;
    do {
      size |= (bytes[next] & 0x7f) << (7 * length++);
    } while (bytes[next++] & 0x80 && length < 5);
    if (size <= 0 || next + size > bytes.length) {
      break;
    }
    at = next + size;
  }
  return at;
}

mkdirSync(folder, { recursive: true });
let at = bytes.indexOf(header);
for (let count = 0; at >= 0; count++) {
  const past = end(at);
  writeFileSync(join(folder, `${count}.wasm`), bytes.subarray(at, past));
  at = bytes.indexOf(header, past);
}
