package graft.dl;

import graft.format.FunctionType;
import graft.format.Import;
import graft.runtime.Memory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The handles of Emscripten's C library: pointers to a `struct dso` in guest memory, which holds
/// name and flags for the loader, and where the loader writes the addresses.
///
/// ```text
///          next prev  callbacks  flags allocated memory  table   file    name
/// new      -    -     -          4     8         12, 16  20, 24  28, 32  36
/// 3.1.6    0    4     8, 12, 16  20    24        28, 32  36, 40  -       44
/// ```
///
/// The new form goes with a `_dlsym_js` of three parameters, the old one with one of two.
final class EmscriptenHandles {
  private final GuestProcess process;
  private final Map<Integer, Library> libraries = new HashMap<>();
  private final List<String> symbols = new ArrayList<>();

  /// Offsets in the structure; what follows `flags` is alike in all forms.
  private enum Form {
    NEW(4, 36),
    OLD(20, 44);

    private final int flags;
    private final int name;

    Form(int flags, int name) {
      this.flags = flags;
      this.name = name;
    }
  }

  EmscriptenHandles(GuestProcess process) {
    this.process = process;
  }

  private Form form() {
    for (Import wanted : process.main().module().imports()) {
      if (wanted.name().equals("_dlsym_js") && wanted.type() instanceof FunctionType type) {
        return type.parameters().size() == 3 ? Form.NEW : Form.OLD;
      }
    }
    return Form.NEW;
  }

  /// Opens what a structure names, and writes into it where the library is.
  ///
  /// @throws LoadException if that fails
  void open(int handle, Library caller) {
    Memory memory = process.memory();
    Form form = form();
    String name = memory.cString(handle + form.name);
    if (name.equals("__main__")) {
      libraries.put(handle, process.main());
      return;
    }
    Set<OpenFlag> flags = Handles.flags(memory.i32(handle + form.flags));
    Library library = process.open(name, flags, caller);
    libraries.put(handle, library);
    memory.setI8(handle + form.flags + 4, 1);
    memory.setI32(handle + form.flags + 8, library.memoryBase());
    memory.setI32(handle + form.flags + 12, (int) library.memorySize());
    memory.setI32(handle + form.flags + 16, library.tableBase());
    memory.setI32(handle + form.flags + 20, (int) library.tableSize());
  }

  /// Says which library a handle stands for.
  void put(int handle, Library library) {
    libraries.put(handle, library);
  }

  /// The library of a handle.
  ///
  /// @throws LoadException if there is none
  Library library(int handle) {
    Library library = libraries.get(handle);
    if (library == null || library.isClosed()) {
      throw new LoadException("dlsym", "invalid library handle 0x" + Integer.toHexString(handle));
    }
    return library;
  }

  /// A number for a symbol, by which other threads find it again.
  int numberOf(String symbol) {
    int index = symbols.indexOf(symbol);
    if (index < 0) {
      index = symbols.size();
      symbols.add(symbol);
    }
    return index + 1;
  }

  /// The symbol of a number.
  String symbol(int number) {
    if (number < 1 || number > symbols.size()) {
      throw new LoadException("dlsym", "invalid symbol number " + number);
    }
    return symbols.get(number - 1);
  }

  void forget(Library library) {
    libraries.values().removeIf(known -> known == library);
  }
}
