// Parses with npm's web-tree-sitter: node treesitter.mjs PACKAGE NAME GRAMMAR FILE REPETITIONS
// Prints NAME, the length of the tree's text, and milliseconds, for each repetition.
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';

const [folder, name, grammar, file, repetitions] = process.argv.slice(2);
const { Parser, Language } = await import(pathToFileURL(`${folder}/web-tree-sitter.js`));
await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load(grammar));
const text = readFileSync(file, 'utf8');
let length;
for (let i = 0; i < Number(repetitions); i++) {
  const start = performance.now();
  const tree = parser.parse(text);
  const time = performance.now() - start;
  length ??= tree.rootNode.toString().length;
  console.log(`${name} ${length} ${time}`);
  tree.delete();
}
