// What JavaScript inside of C finds: the names that Emscripten's own JavaScript has. `host` holds functions in Java;
// the last expression gives Java what it needs of this file.
(function (host) {
  'use strict';
  const global = globalThis;

  // --- Memory

  let buffer;
  const setMemory = bytes => {
    buffer = new ArrayBuffer(bytes);
    global.HEAP8 = new Int8Array(buffer);
    global.HEAPU8 = new Uint8Array(buffer);
    global.HEAP16 = new Int16Array(buffer);
    global.HEAPU16 = new Uint16Array(buffer);
    global.HEAP32 = new Int32Array(buffer);
    global.HEAPU32 = new Uint32Array(buffer);
    global.HEAPF32 = new Float32Array(buffer);
    global.HEAPF64 = new Float64Array(buffer);
    global.HEAP64 = new BigInt64Array(buffer);
    global.HEAPU64 = new BigUint64Array(buffer);
  };
  const viewNames = ['HEAP8', 'HEAPU8', 'HEAP16', 'HEAPU16', 'HEAP32', 'HEAPU32', 'HEAPF32', 'HEAPF64', 'HEAP64',
    'HEAPU64'];

  function getValue(address, type = 'i8') {
    if (type.endsWith('*')) type = '*';
    switch (type) {
      case 'i1':
      case 'i8': return HEAP8[address >>> 0];
      case 'i16': return HEAP16[address >>> 1];
      case 'i32': return HEAP32[address >>> 2];
      case '*': return HEAPU32[address >>> 2];
      case 'i64': return HEAP64[address >>> 3];
      case 'float': return HEAPF32[address >>> 2];
      case 'double': return HEAPF64[address >>> 3];
      default: abort('invalid type for getValue: ' + type);
    }
  }

  function setValue(address, value, type = 'i8') {
    if (type.endsWith('*')) type = '*';
    switch (type) {
      case 'i1':
      case 'i8': HEAP8[address >>> 0] = value; break;
      case 'i16': HEAP16[address >>> 1] = value; break;
      case 'i32': HEAP32[address >>> 2] = value; break;
      case '*': HEAPU32[address >>> 2] = value; break;
      case 'i64': HEAP64[address >>> 3] = BigInt(value); break;
      case 'float': HEAPF32[address >>> 2] = value; break;
      case 'double': HEAPF64[address >>> 3] = value; break;
      default: abort('invalid type for setValue: ' + type);
    }
  }

  // --- Strings

  const text = value => typeof value === 'string' ? value : String(value);
  const UTF8ToString = (address, most) =>
    address ? host.utf8(address >>> 0, most === undefined ? -1 : most) : '';
  const lengthBytesUTF8 = string => host.utf8Length(text(string));
  const stringToUTF8 = (string, address, capacity) => host.writeUtf8(text(string), address >>> 0, capacity);
  const stringToNewUTF8 = string => {
    const size = lengthBytesUTF8(string) + 1;
    const address = malloc(size);
    if (address) stringToUTF8(string, address, size);
    return address;
  };
  const stringToUTF8OnStack = string => {
    const size = lengthBytesUTF8(string) + 1;
    const address = exported('stackAlloc', '_emscripten_stack_alloc')(size);
    stringToUTF8(string, address, size);
    return address;
  };
  const AsciiToString = address => host.latin1(address >>> 0);
  const stringToAscii = (string, address) => {
    for (let i = 0; i < string.length; i++) HEAP8[address++] = string.charCodeAt(i);
    HEAP8[address] = 0;
  };
  const UTF16ToString = (address, most = Infinity) => {
    let string = '';
    for (let i = 0; i * 2 < most; i++) {
      const unit = HEAPU16[(address >>> 1) + i];
      if (unit === 0) break;
      string += String.fromCharCode(unit);
    }
    return string;
  };
  const stringToUTF16 = (string, address, capacity = 0x7fffffff) => {
    if (capacity < 2) return 0;
    const count = Math.min(string.length, (capacity - 2) >> 1);
    for (let i = 0; i < count; i++) HEAP16[(address >>> 1) + i] = string.charCodeAt(i);
    HEAP16[(address >>> 1) + count] = 0;
    return count * 2;
  };
  const UTF32ToString = (address, most = Infinity) => {
    let string = '';
    for (let i = 0; i * 4 < most; i++) {
      const point = HEAP32[(address >>> 2) + i];
      if (point === 0) break;
      string += String.fromCodePoint(point);
    }
    return string;
  };
  const stringToUTF32 = (string, address, capacity = 0x7fffffff) => {
    if (capacity < 4) return 0;
    let at = address >>> 2;
    const end = at + (capacity >> 2) - 1;
    for (const each of string) {
      if (at >= end) break;
      HEAP32[at++] = each.codePointAt(0);
    }
    HEAP32[at] = 0;
    return at * 4 - address;
  };
  const UTF8ArrayToString = (bytes, from = 0, most = Infinity) => {
    let end = from;
    while (end - from < most && end < bytes.length && bytes[end]) end++;
    return host.decode(bytes.buffer, bytes.byteOffset + from, end - from);
  };
  const stringToUTF8Array = (string, bytes, from, capacity) => {
    if (!(capacity > 0)) return 0;
    let encoded = encode(string);
    let count = Math.min(encoded.length, capacity - 1);
    while (count < encoded.length && count > 0 && (encoded[count] & 0xc0) === 0x80) count--;
    for (let i = 0; i < count; i++) bytes[from + i] = encoded[i];
    bytes[from + count] = 0;
    return count;
  };
  const encode = string => new Uint8Array(new ArrayBuffer(host.encode(text(string))));
  const intArrayFromString = (string, dontAddNull, length) => {
    const bytes = Array.from(encode(string));
    if (length) bytes.length = length;
    if (!dontAddNull) bytes.push(0);
    return bytes;
  };
  const intArrayToString = bytes => bytes.map(each => String.fromCharCode(each & 255)).join('');
  const writeArrayToMemory = (bytes, address) => HEAP8.set(bytes, address);
  const writeStringToMemory = (string, address, dontAddNull) => {
    const end = address + lengthBytesUTF8(string);
    const last = HEAP8[end];
    stringToUTF8(string, address, Infinity);
    if (dontAddNull) HEAP8[end] = last;
  };
  const writeAsciiToMemory = (string, address, dontAddNull) => {
    for (let i = 0; i < string.length; i++) HEAP8[address++] = string.charCodeAt(i);
    if (!dontAddNull) HEAP8[address] = 0;
  };

  // --- The guest's functions

  const functions = new Map();
  // The first of some exported functions that there is, or undefined.
  function exported(...names) {
    for (const name of names) {
      const known = functions.get(name);
      if (known && host.isCurrent(name, known.graftFunction)) return known;
      const found = host.exported(name);
      if (found) {
        const wrapped = wrap(found, name);
        functions.set(name, wrapped);
        return wrapped;
      }
    }
    return undefined;
  }
  function wrap(found, name) {
    const wrapped = (...args) => found(...args);
    Object.defineProperty(wrapped, 'name', { value: name });
    Object.defineProperty(wrapped, 'graftFunction', { value: found });
    return wrapped;
  }
  const malloc = size => {
    const allocate = exported('malloc', 'emscripten_builtin_malloc');
    if (!allocate) abort('the program exports no malloc');
    return allocate(size) >>> 0;
  };
  const stackSave = () => exported('stackSave', 'emscripten_stack_get_current')();
  const stackRestore = address => exported('stackRestore', '_emscripten_stack_restore')(address);
  const stackAlloc = size => exported('stackAlloc', '_emscripten_stack_alloc')(size);

  const getWasmTableEntry = slot => {
    const found = host.entry(slot);
    return found ? wrap(found, String(slot)) : null;
  };
  const wasmTable = {
    get: getWasmTableEntry,
    set(slot, value) {
      host.setEntry(slot, value === null || value === undefined ? null : value.graftFunction || value);
    },
    grow: count => host.growTable(count),
    get length() { return host.tableSize(); },
  };
  const dynCall = (signature, slot, args = []) => getWasmTableEntry(slot)(...args);
  const addFunction = (fn, signature) => host.addFunction(fn.graftFunction || fn, signature || '');
  const removeFunction = slot => host.removeFunction(slot);

  function ccall(name, returnType, argTypes, args = [], options) {
    const callee = exported(name.startsWith('_') && !exported(name) ? name.slice(1) : name);
    if (!callee) abort('Cannot call unknown function ' + name + ', make sure it is exported');
    let stack = 0;
    const converted = args.map((value, i) => {
      const type = argTypes && argTypes[i];
      if (type === 'string' && value !== null && value !== undefined && value !== 0) {
        if (!stack) stack = stackSave();
        return stringToUTF8OnStack(value);
      }
      if (type === 'array') {
        if (!stack) stack = stackSave();
        const address = stackAlloc(value.length);
        writeArrayToMemory(value, address);
        return address;
      }
      return value;
    });
    try {
      const result = callee(...converted);
      const value = returnType === 'string' ? UTF8ToString(result) : returnType === 'boolean' ? Boolean(result) : result;
      return options && options.async ? Promise.resolve(value) : value;
    } finally {
      if (stack) stackRestore(stack);
    }
  }
  const cwrap = (name, returnType, argTypes, options) =>
    (...args) => ccall(name, returnType, argTypes, args, options);

  // --- Ending

  class ExitStatus {
    constructor(status) {
      this.name = 'ExitStatus';
      this.message = `Program terminated with exit(${status})`;
      this.status = status;
    }
  }
  function abort(what) {
    what = 'Aborted(' + (what === undefined ? '' : what) + ')';
    err(what);
    const error = new Error(what);
    error.name = 'RuntimeError';
    throw error;
  }
  const assert = (condition, message) => {
    if (!condition) abort('Assertion failed' + (message ? ': ' + message : ''));
  };
  const exitJS = (status, implicit) => {
    const exit = exported('exit');
    if (exit && !implicit) exit(status);
    throw new ExitStatus(status);
  };

  // --- The console

  const quote = string => {
    const mark = !string.includes("'") ? "'" : !string.includes('"') ? '"' : !string.includes('`') ? '`' : "'";
    const escapes = { '\n': '\\n', '\t': '\\t', '\r': '\\r', '\b': '\\b', '\f': '\\f', '\v': '\\v', '\\': '\\\\' };
    return mark + string.replace(/[\n\t\r\b\f\v\\]/g, each => escapes[each]).replaceAll(mark, each =>
      mark === "'" && string.includes("'") ? "\\'" : each) + mark;
  };
  const isError = value => value instanceof Error;
  function inspect(value, depth, seen) {
    switch (typeof value) {
      case 'string': return quote(value);
      case 'number': return Object.is(value, -0) ? '-0' : String(value);
      case 'bigint': return value + 'n';
      case 'symbol': return String(value);
      case 'function': {
        const kind = /^class\b/.test(Function.prototype.toString.call(value)) ? 'class' : 'Function';
        const name = value.name;
        return kind === 'class' ? `[class ${name || '(anonymous)'}]` : name ? `[Function: ${name}]` : '[Function (anonymous)]';
      }
      case 'object': break;
      default: return String(value);
    }
    if (value === null) return 'null';
    if (isError(value)) return seen.length ? `[${value.stack || value}]` : String(value.stack || value);
    if (seen.includes(value)) return '[Circular *1]';
    if (value instanceof Date) return isNaN(value) ? 'Invalid Date' : value.toISOString();
    if (value instanceof RegExp) return String(value);
    if (value instanceof Promise) return 'Promise { <pending> }';
    const name = value.constructor && value.constructor.name;
    const isArray = Array.isArray(value);
    const isView = ArrayBuffer.isView(value) && !(value instanceof DataView);
    if (depth > 2) return isArray ? '[Array]' : `[${name || 'Object: null prototype'}]`;
    const inner = [...seen, value];
    const show = each => inspect(each, depth + 1, inner);
    let parts;
    let prefix = '';
    let open = '{';
    let close = '}';
    if (isArray || isView) {
      open = '[';
      close = ']';
      if (isView || name !== 'Array') prefix = `${name}(${value.length}) `;
      parts = Array.from(value).slice(0, 100).map(show);
      if (value.length > 100) {
        const more = value.length - 100;
        parts.push(`... ${more} more item${more > 1 ? 's' : ''}`);
      }
    } else if (value instanceof Map) {
      prefix = `Map(${value.size}) `;
      parts = Array.from(value, ([key, each]) => `${show(key)} => ${show(each)}`);
    } else if (value instanceof Set) {
      prefix = `Set(${value.size}) `;
      parts = Array.from(value, show);
    } else {
      if (name === undefined || Object.getPrototypeOf(value) === null) prefix = '[Object: null prototype] ';
      else if (name !== 'Object') prefix = name + ' ';
      parts = Object.keys(value).map(key => {
        const label = /^[A-Za-z_$][\w$]*$/.test(key) ? key : quote(key);
        const property = Object.getOwnPropertyDescriptor(value, key);
        return label + ': ' + (property && property.get ? (property.set ? '[Getter/Setter]' : '[Getter]') : show(value[key]));
      });
    }
    if (parts.length === 0) return prefix + open + close;
    const length = parts.reduce((sum, part) => sum + part.length + 2, prefix.length);
    if (length <= 72 && !parts.some(part => part.includes('\n'))) {
      return `${prefix}${open} ${parts.join(', ')} ${close}`;
    }
    const indent = '\n  ';
    return prefix + open + indent + parts.map(part => part.replaceAll('\n', indent)).join(',' + indent) + '\n' + close;
  }
  function format(values) {
    let rest = values;
    let line = '';
    if (typeof values[0] === 'string' && values.length > 1 && values[0].includes('%')) {
      let next = 1;
      line = values[0].replace(/%[sdifjoOc%]/g, mark => {
        if (mark === '%%') return '%';
        if (next >= values.length) return mark;
        const value = values[next++];
        switch (mark) {
          case '%s': return typeof value === 'string' ? value : typeof value === 'object' && value !== null ? inspect(value, 2, []) : Object.is(value, -0) ? '-0' : typeof value === 'bigint' ? value + 'n' : String(value);
          case '%d': return typeof value === 'bigint' ? value + 'n' : String(Number(value));
          case '%i': return typeof value === 'bigint' ? value + 'n' : String(parseInt(value));
          case '%f': return String(parseFloat(value));
          case '%j': return JSON.stringify(value);
          case '%c': return '';
          default: return inspect(value, 0, []);
        }
      });
      rest = values.slice(next);
      if (rest.length === 0) return line;
      line += ' ';
    }
    return line + rest.map(each => typeof each === 'string' ? each : inspect(each, 0, [])).join(' ');
  }
  let indentation = '';
  const print = (stream, values) => {
    const line = format(values);
    host.print(stream, indentation ? indentation + line.replaceAll('\n', '\n' + indentation) : line);
  };
  const log = (...values) => print(1, values);
  const warn = (...values) => print(2, values);
  const counts = new Map();
  const started = new Map();
  global.console = {
    log, info: log, debug: log, dir: value => log(inspect(value, 0, [])),
    warn, error: warn,
    trace: (...values) => warn('Trace' + (values.length ? ': ' + format(values) : '')),
    assert: (condition, ...values) => {
      if (!condition) warn('Assertion failed' + (values.length ? ': ' + format(values) : ''));
    },
    count: (label = 'default') => {
      counts.set(label, (counts.get(label) || 0) + 1);
      log(`${label}: ${counts.get(label)}`);
    },
    time: (label = 'default') => { started.set(label, performance.now()); },
    timeEnd: (label = 'default') => log(`${label}: ${performance.now() - started.get(label)}ms`),
    group: (...values) => {
      if (values.length) log(...values);
      indentation += '  ';
    },
    groupEnd: () => { indentation = indentation.slice(2); },
  };
  const out = (...values) => (typeof Module.print === 'function' && Module.print !== out ? Module.print : log)(...values);
  const err = (...values) => (typeof Module.printErr === 'function' && Module.printErr !== err ? Module.printErr : warn)(...values);

  // --- Time and chance

  class Timeout {
    constructor(id) { this.id = id; }
    ref() { return this; }
    unref() { return this; }
    hasRef() { return true; }
    refresh() { return this; }
    [Symbol.toPrimitive]() { return this.id; }
  }
  const idOf = timer => typeof timer === 'object' && timer !== null ? timer.id : Number(timer);
  const setTimeout = (fn, delay = 0, ...args) => host.setTimer(() => fn(...args), Number(delay) || 0, false);
  const setInterval = (fn, delay = 0, ...args) => host.setTimer(() => fn(...args), Number(delay) || 0, true);
  const clearTimeout = timer => { if (timer !== undefined && timer !== null) host.clearTimer(idOf(timer)); };
  const setImmediate = (fn, ...args) => host.setTimer(() => fn(...args), 0, false);
  const queueMicrotask = fn => { Promise.resolve().then(fn); };
  const performance = { now: () => host.now(), timeOrigin: 0, mark() {}, measure() {} };
  Math.random = () => host.random();
  Date.now = () => host.dateNow();
  global.Date = new Proxy(Date, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length ? args : [host.dateNow()], newTarget === global.Date ? target : newTarget),
    apply: target => new target(host.dateNow()).toString(),
  });
  const crypto = {
    getRandomValues(view) {
      const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
      for (let i = 0; i < bytes.length; i++) bytes[i] = host.random() * 256;
      return view;
    },
  };

  // --- Encodings

  class TextEncoder {
    get encoding() { return 'utf-8'; }
    encode(string = '') { return encode(string); }
    encodeInto(string, target) {
      const bytes = encode(string).subarray(0, target.length);
      target.set(bytes);
      return { read: string.length, written: bytes.length };
    }
  }
  class TextDecoder {
    constructor(label = 'utf-8') {
      this.encoding = label.toLowerCase().replace('utf8', 'utf-8').replace('utf-16', 'utf-16le').replace('lele', 'le');
    }
    decode(source) {
      if (source === undefined) return '';
      const bytes = bytesOf(source);
      if (this.encoding === 'utf-16le') {
        let string = '';
        for (let i = 0; i + 1 < bytes.length; i += 2) string += String.fromCharCode(bytes[i] | bytes[i + 1] << 8);
        return string;
      }
      const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
      return host.decode(bytes.buffer, bytes.byteOffset + start, bytes.byteLength - start);
    }
  }
  const bytesOf = source => {
    if (source instanceof ArrayBuffer) return new Uint8Array(source);
    if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
    if (Array.isArray(source)) return Uint8Array.from(source);
    if (typeof source === 'string') return encode(source);
    if (source && source.graftBytes) return source.graftBytes;
    throw new TypeError('expected a string, an array or a buffer of bytes');
  };
  const toArrayBuffer = bytes => bytes.slice().buffer;

  // --- Files

  class ErrnoError extends Error {
    constructor(errno, code, message) {
      super(message || 'FS error');
      this.name = 'ErrnoError';
      this.errno = errno;
      this.code = code;
    }
  }
  const raise = (errno, code, message) => { throw new ErrnoError(errno, code, message); };
  const typeBits = { DIRECTORY: 0o40000, REGULAR: 0o100000, SYMBOLIC_LINK: 0o120000, CHARACTER_DEVICE: 0o20000, FIFO: 0o10000 };
  const statOf = (path, follow) => {
    const [type, device, inode, permissions, links, size, accessed, modified, changed] = host.stat(text(path), follow);
    return {
      dev: device, ino: inode, mode: (typeBits[type] || 0) | permissions, nlink: links, uid: 0, gid: 0, rdev: 0,
      size, blksize: 4096, blocks: Math.ceil(size / 4096),
      atime: new Date(accessed), mtime: new Date(modified), ctime: new Date(changed),
    };
  };
  const pathOf = nodeOrPath => typeof nodeOrPath === 'object' && nodeOrPath !== null ? nodeOrPath.path : nodeOrPath;
  const under = (parent, name) => {
    parent = pathOf(parent);
    return (parent.endsWith('/') ? parent : parent + '/') + name;
  };
  const FS = {
    ErrnoError,
    writeFile: (path, data, options = {}) => {
      const bytes = bytesOf(data);
      host.writeFile(text(path), bytes.buffer, bytes.byteOffset, bytes.byteLength, options.flags === 'a');
    },
    appendFile: (path, data) => FS.writeFile(path, data, { flags: 'a' }),
    readFile: (path, options = {}) => {
      const bytes = new Uint8Array(new ArrayBuffer(host.readFile(text(path))));
      return options.encoding === 'utf8' ? new TextDecoder().decode(bytes) : bytes;
    },
    mkdir: (path, mode = 0o777) => {
      host.mkdir(text(path), mode);
      return { path };
    },
    mkdirTree: (path, mode = 0o777) => {
      let at = path.startsWith('/') ? '' : '.';
      for (const name of path.split('/')) {
        if (!name) continue;
        at += '/' + name;
        try {
          host.mkdir(at, mode);
        } catch (e) {
          if (e.code !== 'EEXIST') throw e;
        }
      }
    },
    rmdir: path => { host.rmdir(text(path)); },
    unlink: path => { host.unlink(text(path)); },
    rename: (from, to) => { host.rename(text(from), text(to)); },
    symlink: (target, path) => { host.symlink(text(target), text(path)); },
    readlink: path => host.readlink(text(path)),
    readdir: path => host.readdir(text(path)),
    stat: path => statOf(path, true),
    lstat: path => statOf(path, false),
    truncate: (path, size) => { host.truncate(text(path), size); },
    chmod: (path, mode) => { host.chmod(text(path), mode); },
    utime: (path, accessed, modified) => { host.utime(text(path), Number(accessed), Number(modified)); },
    cwd: () => host.cwd(),
    chdir: path => { host.chdir(text(path)); },
    isFile: mode => (mode & 0o170000) === 0o100000,
    isDir: mode => (mode & 0o170000) === 0o40000,
    isLink: mode => (mode & 0o170000) === 0o120000,
    isChrdev: mode => (mode & 0o170000) === 0o20000,
    isFIFO: mode => (mode & 0o170000) === 0o10000,
    analyzePath: (path, dontFollow) => {
      const result = { isRoot: path === '/', exists: false, error: 0, name: text(path).split('/').pop(), path, object: null };
      try {
        result.object = { path, ...statOf(path, !dontFollow) };
        result.exists = true;
      } catch (e) {
        result.error = e.errno || 44;
      }
      return result;
    },
    findObject: path => {
      const found = FS.analyzePath(path);
      return found.exists ? found.object : null;
    },
    createPath: (parent, path) => {
      FS.mkdirTree(under(parent, path));
      return { path: under(parent, path) };
    },
    createDataFile: (parent, name, data) => {
      const path = name ? under(parent, name) : pathOf(parent);
      FS.writeFile(path, data);
      return { path };
    },
    open: (path, flags = 'r', mode = 0o666) => {
      const numeric = typeof flags === 'number' ? flags : { r: 0, 'r+': 2, w: 577, 'w+': 578, a: 1089, 'a+': 1090 }[flags];
      return { fd: host.open(text(path), numeric, mode), path };
    },
    close: stream => { host.close(stream.fd); },
    read: (stream, target, offset, length, position) => {
      const bytes = new Uint8Array(new ArrayBuffer(host.read(stream.fd, length, position === undefined ? -1 : position)));
      target.set(bytes, offset);
      return bytes.length;
    },
    write: (stream, source, offset, length, position) => {
      const bytes = bytesOf(source);
      return host.write(stream.fd, bytes.buffer, bytes.byteOffset + offset, length, position === undefined ? -1 : position);
    },
    llseek: (stream, offset, whence) => host.seek(stream.fd, offset, whence),
    syncfs: (populate, done) => { (done || populate)(null); },
    mount: () => { throw new ErrnoError(52, 'ENOSYS', 'mounts are given to the program from outside'); },
    init() {},
    quit() {},
    filesystems: {},
  };

  // --- Fetching

  class Headers {
    #all = new Map();
    constructor(source) {
      if (source instanceof Headers) source.forEach((value, name) => this.append(name, value));
      else if (Array.isArray(source)) source.forEach(([name, value]) => this.append(name, value));
      else if (source) Object.keys(source).forEach(name => this.append(name, source[name]));
    }
    append(name, value) {
      name = text(name).toLowerCase();
      this.#all.set(name, this.#all.has(name) ? this.#all.get(name) + ', ' + value : text(value));
    }
    set(name, value) { this.#all.set(text(name).toLowerCase(), text(value)); }
    get(name) { return this.#all.get(text(name).toLowerCase()) ?? null; }
    has(name) { return this.#all.has(text(name).toLowerCase()); }
    delete(name) { this.#all.delete(text(name).toLowerCase()); }
    forEach(action) { this.#all.forEach((value, name) => action(value, name, this)); }
    keys() { return this.#all.keys(); }
    values() { return this.#all.values(); }
    entries() { return this.#all.entries(); }
    [Symbol.iterator]() { return this.#all.entries(); }
  }
  class Response {
    #bytes;
    constructor(body = null, { status = 200, statusText = '', headers, url = '' } = {}) {
      this.#bytes = body === null ? new Uint8Array(0) : bytesOf(body);
      this.status = status;
      this.statusText = statusText;
      this.ok = status >= 200 && status < 300;
      this.headers = new Headers(headers);
      this.url = url;
      this.redirected = false;
      this.type = 'basic';
      this.bodyUsed = false;
    }
    #take() {
      if (this.bodyUsed) throw new TypeError('Body is unusable: Body has already been read');
      this.bodyUsed = true;
      return this.#bytes;
    }
    async arrayBuffer() { return toArrayBuffer(this.#take()); }
    async bytes() { return this.#take(); }
    async text() { return new TextDecoder().decode(this.#take()); }
    async json() { return JSON.parse(await this.text()); }
    async blob() { return new Blob([this.#take()], { type: this.headers.get('content-type') || '' }); }
    clone() {
      return new Response(this.#bytes, { status: this.status, statusText: this.statusText, headers: this.headers, url: this.url });
    }
  }
  class Blob {
    constructor(parts = [], { type = '' } = {}) {
      const all = parts.map(bytesOf);
      const bytes = new Uint8Array(all.reduce((sum, each) => sum + each.length, 0));
      let at = 0;
      for (const each of all) {
        bytes.set(each, at);
        at += each.length;
      }
      Object.defineProperty(this, 'graftBytes', { value: bytes });
      this.size = bytes.length;
      this.type = type;
    }
    async arrayBuffer() { return toArrayBuffer(this.graftBytes); }
    async text() { return new TextDecoder().decode(this.graftBytes); }
  }
  class DOMException extends Error {
    constructor(message = '', name = 'Error') {
      super(message);
      this.name = name;
    }
  }
  class AbortSignal {
    #listeners = [];
    aborted = false;
    reason = undefined;
    onabort = null;
    addEventListener(type, listener) { if (type === 'abort') this.#listeners.push(listener); }
    removeEventListener(type, listener) { this.#listeners = this.#listeners.filter(each => each !== listener); }
    throwIfAborted() { if (this.aborted) throw this.reason; }
    static abortNow(signal, reason) {
      if (signal.aborted) return;
      signal.aborted = true;
      signal.reason = reason === undefined ? new DOMException('This operation was aborted', 'AbortError') : reason;
      const event = { type: 'abort', target: signal };
      if (signal.onabort) signal.onabort(event);
      signal.#listeners.forEach(each => each(event));
    }
    static timeout(delay) {
      const signal = new AbortSignal();
      setTimeout(() => AbortSignal.abortNow(signal, new DOMException('The operation was aborted due to timeout', 'TimeoutError')), delay);
      return signal;
    }
  }
  class AbortController {
    signal = new AbortSignal();
    abort(reason) { AbortSignal.abortNow(this.signal, reason); }
  }
  const fetch = (url, init = {}) => new Promise((resolve, reject) => {
    const signal = init.signal;
    if (signal && signal.aborted) {
      reject(signal.reason);
      return;
    }
    const headers = [];
    new Headers(init.headers).forEach((value, name) => headers.push(name, value));
    const body = init.body === undefined || init.body === null ? null : bytesOf(init.body);
    const address = text(url && url.url !== undefined ? url.url : url);
    const cancel = host.fetch(
      (init.method || 'GET').toUpperCase(), address, headers,
      body && body.buffer, body ? body.byteOffset : 0, body ? body.byteLength : 0,
      (status, statusText, pairs, content) => {
        const received = [];
        for (let i = 0; i < pairs.length; i += 2) received.push([pairs[i], pairs[i + 1]]);
        resolve(new Response(new ArrayBuffer(content), { status, statusText, headers: received, url: address }));
      },
      message => {
        const error = new TypeError('fetch failed: ' + message);
        reject(error);
      });
    if (signal) {
      signal.addEventListener('abort', () => {
        cancel();
        reject(signal.reason);
      });
    }
  });

  // --- Waiting

  const handleAsync = start => {
    host.suspend(Promise.resolve(start()));
    return undefined;
  };
  const Asyncify = {
    handleAsync,
    handleSleep: start => handleAsync(() => new Promise(wake => start(wake))),
    currData: null,
  };

  // --- What Emscripten calls Module

  const runtime = {
    UTF8ToString, lengthBytesUTF8, stringToUTF8, stringToNewUTF8, allocateUTF8: stringToNewUTF8, stringToUTF8OnStack,
    allocateUTF8OnStack: stringToUTF8OnStack, AsciiToString, stringToAscii, UTF16ToString, stringToUTF16,
    lengthBytesUTF16: string => string.length * 2, UTF32ToString, stringToUTF32,
    lengthBytesUTF32: string => Array.from(string).length * 4, UTF8ArrayToString, stringToUTF8Array,
    intArrayFromString, intArrayToString, writeArrayToMemory, writeStringToMemory, writeAsciiToMemory, getValue, setValue,
    stackSave, stackRestore, stackAlloc, wasmTable, getWasmTableEntry, getFuncWrapper: getWasmTableEntry, dynCall,
    addFunction, removeFunction, ccall, cwrap, ExitStatus, abort, assert, exitJS, exit: exitJS, out, err, FS, Asyncify,
    addRunDependency() {}, removeRunDependency() {}, runtimeKeepalivePush() {}, runtimeKeepalivePop() {},
    callUserCallback: fn => fn(), safeSetTimeout: setTimeout, warnOnce: line => {
      if (!counts.has('warned ' + line)) {
        counts.set('warned ' + line, 1);
        err(line);
      }
    },
  };
  const exportsOf = new Proxy({}, {
    get: (target, name) => typeof name === 'string' ? exported(name) : undefined,
    has: (target, name) => typeof name === 'string' && exported(name) !== undefined,
  });
  const wasmMemory = {
    get buffer() { return buffer; },
    grow: pages => host.growMemory(pages),
  };
  const Module = new Proxy({ print: undefined, printErr: undefined, asm: exportsOf, wasmExports: exportsOf, wasmMemory }, {
    get(target, name) {
      if (target[name] !== undefined || typeof name !== 'string') return target[name];
      if (name === 'print') return log;
      if (name === 'printErr') return warn;
      if (name in runtime) return runtime[name];
      if (viewNames.includes(name)) return global[name];
      if (name === 'buffer') return buffer;
      return guestName(name);
    },
    has: (target, name) => name in target || name in runtime || viewNames.includes(name)
      || typeof name === 'string' && guestName(name) !== undefined,
  });
  const guestName = name =>
    name.startsWith('_') ? exported(name.slice(1)) : name.startsWith('dynCall_') ? dynCallOf(name) : undefined;
  const dynCallOf = name => exported(name) || ((slot, ...args) => dynCall(name.slice(8), slot, args));

  const define = (name, value) =>
    Object.defineProperty(global, name, { value, writable: true, configurable: true, enumerable: false });
  for (const name of Object.keys(runtime)) define(name, runtime[name]);
  Object.entries({
    Module, wasmMemory, wasmExports: exportsOf, fetch, Headers, Response, Blob, DOMException, AbortSignal, AbortController,
    setTimeout, setInterval, setImmediate, clearTimeout, clearInterval: clearTimeout, clearImmediate: clearTimeout,
    queueMicrotask, performance, crypto, TextEncoder, TextDecoder, ENVIRONMENT_IS_NODE: false, ENVIRONMENT_IS_WEB: false,
    ENVIRONMENT_IS_WORKER: false, ENVIRONMENT_IS_SHELL: false, noExitRuntime: false,
    atob: string => intArrayToString(Array.from(new Uint8Array(new ArrayBuffer(host.fromBase64(text(string)))))),
    btoa: string => host.toBase64(text(string)),
  }).forEach(([name, value]) => define(name, value));

  return {
    setMemory,
    raise,
    // Makes `_malloc` and the like, which a text mentions, names of this world.
    mention: name => {
      if (name in global) return;
      Object.defineProperty(global, name, {
        configurable: true,
        get: () => guestName(name),
        set: value => define(name, value),
      });
    },
    bigInt: (high, low) => BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(low >>> 0)),
    toInt: value => value | 0,
    toNumber: value => Number(value),
    lowOf: value => Number(BigInt.asIntN(32, BigInt(value))),
    highOf: value => Number(BigInt.asIntN(32, BigInt(value) >> 32n)),
    describe: value => {
      try {
        return isError(value) ? String(value) : typeof value === 'object' && value !== null && value.message !== undefined
          ? `${value.name || 'Error'}: ${value.message}` : String(value);
      } catch (e) {
        return 'something that cannot be shown';
      }
    },
    then: (promise, fulfilled, rejected) => { promise.then(fulfilled, rejected); },
    arrayOf: (...all) => all,
    evaluate: source => (0, eval)(source),
    evaluateInt: source => (0, eval)(source) | 0,
    evaluateString: source => {
      const value = (0, eval)(source);
      return value === null || value === undefined ? null : String(value);
    },
  };
})
