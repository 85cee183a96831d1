// Parses with npm's web-tree-sitter: node treesitter.mjs PACKAGE NAME GRAMMAR FILE REPETITIONS
// Prints NAME, the length of the tree's text, and milliseconds of CPU time of this thread, for each repetition.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { WASI } from 'node:wasi';

const CLOCK_THREAD_CPUTIME_ID = 3;
const SCRATCH = 8;

// A module that is nothing but a memory, which WASI's clock writes into: Node itself only tells the time of the process.
const memoryOnly = [0, 97, 115, 109, 1, 0, 0, 0, 5, 3, 1, 0, 1, 7, 10, 1, 6, 109, 101, 109, 111, 114, 121, 2, 0];
const wasi = new WASI({ version: 'preview1' });
const clock = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(memoryOnly)));
wasi.initialize(clock);

function milliseconds() {
  wasi.wasiImport.clock_time_get(CLOCK_THREAD_CPUTIME_ID, 0n, SCRATCH);
  return Number(new DataView(clock.exports.memory.buffer).getBigUint64(SCRATCH, true)) * 1e-6;
}

const [folder, name, grammar, file, repetitions] = process.argv.slice(2);
const { Parser, Language } = await import(pathToFileURL(`${folder}/web-tree-sitter.js`));
await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load(grammar));
const text = readFileSync(file, 'utf8');
let length;
for (let i = 0; i < Number(repetitions); i++) {
  const start = milliseconds();
  const tree = parser.parse(text);
  const time = milliseconds() - start;
  length ??= tree.rootNode.toString().length;
  console.log(`${name} ${length} ${time}`);
  tree.delete();
}
