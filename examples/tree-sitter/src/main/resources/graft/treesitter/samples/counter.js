// Counts words of a text: ES modules, classes, generators, templates, regular expressions.
import { readFile } from 'node:fs/promises';

export class Counter {
  #counts = new Map();
  static separators = /[^\p{L}\p{N}_]+/u;

  constructor(...texts) {
    for (const text of texts) this.add(text);
  }

  add(text) {
    for (const word of text.split(Counter.separators)) {
      if (!word) continue;
      this.#counts.set(word, (this.#counts.get(word) ?? 0) + 1);
    }
    return this;
  }

  get size() {
    return this.#counts.size;
  }

  *[Symbol.iterator]() {
    yield* [...this.#counts].sort(([a, x], [b, y]) => y - x || a.localeCompare(b));
  }
}

const naïve = async (file = './text.txt', { limit = 10, ...rest } = {}) => {
  try {
    const counter = new Counter(await readFile(file, 'utf8'));
    let shown = 0;
    for (const [word, count] of counter) {
      if (shown++ >= limit) break;
      console.log(`${word.padEnd(12)} ${'█'.repeat(count)} ${count}`);
    }
  } catch (e) {
    if (e?.code === 'ENOENT') return void console.error('no file 🙈');
    throw e;
  } finally {
    delete rest.limit;
  }
};

label: do {
  var x = 1_000n ** 2n, y = 0b101 | 0o17 & ~0xff;
  if (x in globalThis) continue label;
} while (typeof x !== 'bigint');

naïve();
