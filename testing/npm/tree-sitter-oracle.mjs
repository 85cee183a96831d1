// What npm's web-tree-sitter says about a source file: the oracle that tests of examples/tree-sitter compare with.
//
//   node tree-sitter-oracle.mjs VERSION < jobs
//
// A job is a line of fields with tabs between them: KIND, OUT, GRAMMAR, FILE and what the kind wants further. Its
// result is written to the file OUT; that of a job that fails begins with "error: ".
//
//   sexp                       rootNode.toString()
//   walk                       a line for each node: depth, type, flags, field, where it begins and ends
//   query   QUERIES            matches, then captures, of the queries in that file
//   edit    START OLD_END NEW  walk after replacing units START to OLD_END by the contents of file NEW, and the
//                              changed ranges
//   time    N                  N parses: milliseconds of each, one a line
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';

const version = process.argv[2];
const binding = await load(version);
const languages = new Map();
const { Parser, Language } = binding;

async function load(version) {
  const name = `web-tree-sitter-${version}`;
  if (version.startsWith('0.20.')) {
    const Parser = createRequire(import.meta.url)(name);
    await Parser.init();
    return { Parser, Language: Parser.Language, query: (language, source) => language.query(source) };
  }
  const { Parser, Language, Query } = await import(name);
  await Parser.init();
  return { Parser, Language, query: (language, source) => new Query(language, source) };
}

async function language(file) {
  if (!languages.has(file)) {
    languages.set(file, await Language.load(file));
  }
  return languages.get(file);
}

// Attributes that are methods in old versions.
const attribute = (object, name) => (typeof object[name] === 'function' ? object[name]() : object[name]);

const quote = (text) =>
  '"' + [...text].map((c) => {
    const unit = c.codePointAt(0);
    return c === '"' || c === '\\' ? '\\' + c : unit < 0x20 || unit > 0x7e ? `\\u{${unit.toString(16)}}` : c;
  }).join('') + '"';

const point = (p) => `${p.row}:${p.column}`;

const range = (n) =>
  `${n.startIndex}-${n.endIndex} ${point(n.startPosition)}-${point(n.endPosition)}`;

function walk(tree) {
  const lines = [];
  const cursor = tree.walk();
  for (let depth = 0, more = true; more; ) {
    const node = attribute(cursor, 'currentNode');
    const flags =
      (attribute(node, 'isNamed') ? 'n' : '-') +
      (attribute(node, 'hasError') ? 'e' : '-') +
      (attribute(node, 'isMissing') ? 'm' : '-') +
      (attribute(node, 'hasChanges') ? 'c' : '-');
    const field = attribute(cursor, 'currentFieldName') ?? '-';
    lines.push(`${depth} ${quote(node.type)} ${flags} ${field} ${range(node)} ${node.childCount}`);
    if (cursor.gotoFirstChild()) {
      depth++;
      continue;
    }
    while (!cursor.gotoNextSibling()) {
      if (!cursor.gotoParent()) {
        more = false;
        break;
      }
      depth--;
    }
  }
  cursor.delete();
  return lines.join('\n') + '\n';
}

function capture(c) {
  return `  ${c.name} ${quote(c.node.type)} ${range(c.node)} ${quote(c.node.text)}`;
}

function properties(name, values) {
  return Object.entries(values ?? {})
    .map(([key, value]) => `  ${name} ${quote(key)} ${value === null ? '-' : quote(value)}`)
    .sort();
}

const allProperties = (holder) => [
  ...properties('set', holder.setProperties),
  ...properties('asserted', holder.assertedProperties),
  ...properties('refuted', holder.refutedProperties),
];

function runQuery(language, tree, source) {
  const query = binding.query(language, source);
  const lines = [];
  for (const match of query.matches(tree.rootNode)) {
    lines.push(`match ${match.patternIndex ?? match.pattern}`);
    lines.push(...match.captures.map(capture), ...allProperties(match));
  }
  for (const found of query.captures(tree.rootNode)) {
    lines.push('capture', capture(found), ...allProperties(found));
  }
  query.delete();
  return lines.join('\n') + '\n';
}

function pointAt(text, index) {
  const before = text.slice(0, index);
  const row = before.split('\n').length - 1;
  return { row, column: index - (before.lastIndexOf('\n') + 1) };
}

function edit(parser, text, start, oldEnd, replacement) {
  const changed = text.slice(0, start) + replacement + text.slice(oldEnd);
  const newEnd = start + replacement.length;
  const old = parser.parse(text);
  old.edit({
    startIndex: start,
    oldEndIndex: oldEnd,
    newEndIndex: newEnd,
    startPosition: pointAt(text, start),
    oldEndPosition: pointAt(text, oldEnd),
    newEndPosition: pointAt(changed, newEnd),
  });
  const tree = parser.parse(changed, old);
  const ranges = old.getChangedRanges(tree).map((r) => `changed ${range(r)}\n`).join('');
  const result = walk(tree) + ranges;
  old.delete();
  tree.delete();
  return result;
}

async function run(kind, grammar, file, extra) {
  const lang = await language(grammar);
  const text = readFileSync(file, 'utf8');
  const parser = new Parser();
  parser.setLanguage(lang);
  if (kind === 'edit') {
    const result = edit(parser, text, Number(extra[0]), Number(extra[1]), readFileSync(extra[2], 'utf8'));
    parser.delete();
    return result;
  }
  if (kind === 'time') {
    const times = [];
    for (let i = 0; i < Number(extra[0]); i++) {
      const start = performance.now();
      const tree = parser.parse(text);
      times.push(`${performance.now() - start}\n`);
      tree.delete();
    }
    parser.delete();
    return times.join('');
  }
  const tree = parser.parse(text);
  const result =
    kind === 'sexp' ? tree.rootNode.toString() + '\n'
    : kind === 'walk' ? walk(tree)
    : runQuery(lang, tree, readFileSync(extra[0], 'utf8'));
  tree.delete();
  parser.delete();
  return result;
}

for (const line of readFileSync(0, 'utf8').split('\n').filter((l) => l)) {
  const [kind, out, grammar, file, ...extra] = line.split('\t');
  try {
    writeFileSync(out, await run(kind, grammar, file, extra));
  } catch (e) {
    writeFileSync(out, `error: ${e?.message ?? e}\n`);
  }
}
