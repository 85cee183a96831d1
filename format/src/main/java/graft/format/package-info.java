/// WebAssembly binaries: bytes to modules and back, validation, printing.
///
/// Start with {@link ModuleReader}, which makes a {@link WasmModule} of bytes, and {@link
/// Validator}, which makes a {@link ValidModule} of that: who is handed one need not check anything
/// again. Code stays as it is in the file; {@link CodeReader} decodes it, instruction by
/// instruction, with what {@link Opcode} knows about each.
///
/// ```java
/// byte[] bytes = Files.readAllBytes(path);
/// WasmModule module = ModuleReader.read(path.toString(), bytes);
/// ValidModule valid = Validator.validate(module);
/// Dylink dylink = valid.module().dylink();
/// if (dylink != null) {
///   dylink.needed().forEach(library -> out.println("needs " + library));
/// }
/// out.print(ModulePrinter.print(module));
/// ```
///
/// Whatever the bytes are, the result is a module, a {@link MalformedModuleException} (no
/// well-formed binary) or an {@link InvalidModuleException} (well-formed, but against the rules).
/// Both say where, in which function and offset, and their first words are those of the
/// [specification's own tests](https://github.com/WebAssembly/testsuite).
@NullMarked
package graft.format;

import org.jspecify.annotations.NullMarked;
