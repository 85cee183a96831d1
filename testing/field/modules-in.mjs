// Writes every WebAssembly module that lies in a file of any other kind, such as Emscripten's .data packages, into a
// folder: node modules-in.mjs FILE FOLDER
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [file, folder] = process.argv.slice(2);
const bytes = readFileSync(file);
const header = Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

// Sections in the order in which they may stand; 0 is a custom section.
const order = [1, 2, 3, 4, 5, 13, 6, 7, 8, 9, 12, 10, 11];

/** An unsigned number in LEB128, and where it ends. */
function number(at) {
  let value = 0;
  let length = 0;
  do {
    value |= (bytes[at] & 0x7f) << (7 * length++);
  } while (bytes[at++] & 0x80 && length < 5);
  return { value, end: at };
}

/** Where the module that begins at `start` ends: behind the last bytes that can be a section of it. */
function end(start) {
  let at = start + header.length;
  let last = -1;
  while (at < bytes.length) {
    const id = bytes[at];
    const size = number(at + 1);
    const past = size.end + size.value;
    if (size.value <= 0 || past > bytes.length) {
      break;
    }
    if (id === 0) {
      const name = number(size.end);
      if (name.value <= 0 || name.end + name.value > past || !/^[ -~]+$/.test(bytes.toString('latin1', name.end, name.end + name.value))) {
        break;
      }
    } else if (order.indexOf(id) > last) {
      last = order.indexOf(id);
    } else {
      break;
    }
    at = past;
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
