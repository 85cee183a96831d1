// Runs modules for graft.testing.fuzz.NodeEngine. Each line of the input is a file, a tab and a plan (CallPlan);
// the answer are the lines of an observation and "END".
import fs from 'node:fs';
import crypto from 'node:crypto';
import readline from 'node:readline';

const bits = new DataView(new ArrayBuffer(8));

function argument(text) {
  if (text === 'null') return null;
  const [type, value] = text.split(':');
  switch (type) {
    case 'i32': return Number(value);
    case 'i64': return BigInt(value);
    case 'f32': bits.setInt32(0, Number(value)); return bits.getFloat32(0);
    default: bits.setBigInt64(0, BigInt(value)); return bits.getFloat64(0);
  }
}

function show(type, value) {
  switch (type) {
    case 'i32': return String(value | 0);
    case 'i64': return String(BigInt.asIntN(64, value));
    case 'f32': if (Number.isNaN(value)) return 'nan'; bits.setFloat32(0, value); return 'f' + bits.getUint32(0);
    case 'f64': if (Number.isNaN(value)) return 'nan'; bits.setFloat64(0, value); return 'd' + bits.getBigUint64(0);
    default: return value === null ? 'null' : 'ref';
  }
}

function results(types, value) {
  if (types.length === 0) return 'nothing';
  if (types.length === 1) return show(types[0], value);
  return types.map((type, i) => show(type, value[i])).join(',');
}

function failure(e) {
  if (e instanceof WebAssembly.Exception) return 'exception';
  const message = e.message;
  if (e instanceof RangeError && message.includes('call stack')) return 'trap stack';
  if (!(e instanceof WebAssembly.RuntimeError)) return 'error ' + message;
  if (message.includes('unreachable')) return 'trap unreachable';
  if (message.includes('by zero')) return 'trap zero';
  if (message.includes('unrepresentable')) return 'trap integer';
  if (message.includes('memory access out of bounds') || message.includes('data segment')) return 'trap memory';
  if (message.includes('signature mismatch') || message.includes('null function')) return 'trap callee';
  if (message.includes('table') || message.includes('element segment')) return 'trap table';
  if (message.includes('unaligned')) return 'trap memory'; // which of the two checks comes first is open
  return 'trap ' + message;
}

const PART = 1 << 16; // how much of the memory is looked at after each call

function digest(instance, limit) {
  if (!instance.exports.memory) return 'no memory';
  const buffer = instance.exports.memory.buffer;
  const bytes = new Uint8Array(buffer, 0, Math.min(limit, buffer.byteLength));
  return crypto.createHash('sha256').update(bytes).digest('hex');
}

function run(file, plan) {
  const lines = [];
  const [calls, globals] = plan.split('|').map((part) => (part === '' ? [] : part.split('\t')));
  let instance;
  try {
    const module = new WebAssembly.Module(fs.readFileSync(file));
    const imports = {};
    for (const { module: from, name } of WebAssembly.Module.imports(module)) {
      imports[from] ??= {};
      imports[from][name] = name.startsWith('log-')
        ? (value) => { lines.push(`${name}: ${show(name.slice(4), value)}`); }
        : () => 0;
    }
    instance = new WebAssembly.Instance(module, imports);
  } catch (e) {
    lines.push('instantiation: ' + failure(e));
    return lines;
  }
  for (const call of calls) {
    const [name, given, types] = call.split(';');
    try {
      const value = instance.exports[name](...(given === '' ? [] : given.split(',').map(argument)));
      lines.push(`${name}: ${results(types === '' ? [] : types.split(','), value)}`);
    } catch (e) {
      lines.push(`${name}: ${failure(e)}`);
    }
    lines.push('memory now: ' + digest(instance, PART).slice(0, 8));
  }
  for (const global of globals) {
    const [name, type] = global.split(';');
    lines.push(`${name}: ${show(type, instance.exports[name].value)}`);
  }
  lines.push('memory: ' + digest(instance, Infinity));
  return lines;
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  const tab = line.indexOf('\t');
  process.stdout.write(run(line.slice(0, tab), line.slice(tab + 1)).join('\n') + '\nEND\n');
}
