package graft.dl;

import graft.runtime.Func;
import graft.runtime.Memory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The handles of Emscripten's C library: pointers to a `struct dso` in guest memory, which holds
/// name and flags for the loader, and where the loader writes the addresses.
///
/// ```text
///          next prev  callbacks  flags allocated memory  table   file    name
/// new      -    -     -          4     8         12, 16  20, 24  28, 32  36
/// 3.1.6    0    4     8, 12, 16  20    24        28, 32  36, 40  -       44
/// ```
///
/// The old form is told by the first structure, which names the main module; the C library of the
/// new one tells its handle otherwise.
final class EmscriptenHandles {
  private static final byte[] MAIN = GuestStrings.bytes("__main__");

  private final GuestProcess process;
  private Form form = Form.NEW;
  private final Map<Integer, Library> libraries = new ConcurrentHashMap<>();
  private final List<String> symbols = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();

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

  /// Opens what a structure names, and writes into it where the library is.
  ///
  /// @throws LoadException if that fails
  void open(int handle, Library caller) {
    Memory memory = process.memory();
    if (libraries.isEmpty() && namesMain(handle)) {
      libraries.put(handle, process.main());
      return;
    }
    String name = nameOf(handle);
    Set<OpenFlag> flags = Handles.flags(memory.i32(handle + form.flags));
    Library library = process.open(name, flags, caller);
    libraries.put(handle, library);
    memory.setI8(handle + form.flags + 4, 1);
    memory.setI32(handle + form.flags + 8, library.memoryBase());
    memory.setI32(handle + form.flags + 12, (int) library.memorySize());
    memory.setI32(handle + form.flags + 16, library.tableBase());
    memory.setI32(handle + form.flags + 20, (int) library.tableSize());
  }

  /// What a structure names.
  String nameOf(int handle) {
    return process.memory().cString(handle + form.name);
  }

  /// Whether a structure names the main module, in whatever form.
  private boolean namesMain(int handle) {
    for (Form each : Form.values()) {
      if (Arrays.equals(process.memory().read(handle + each.name, MAIN.length), MAIN)) {
        form = each;
        return true;
      }
    }
    return false;
  }

  /// Says which library a handle stands for.
  void put(int handle, Library library) {
    libraries.put(handle, library);
  }

  /// The library of a handle.
  ///
  /// @throws LoadException if there is none
  Library library(int handle) {
    Library library = find(handle);
    if (library == null) {
      throw new LoadException("dlsym", "invalid library handle 0x" + Integer.toHexString(handle));
    }
    return library;
  }

  /// The library of a handle, or null.
  @Nullable Library find(int handle) {
    Library library = libraries.get(handle);
    return library == null || library.isClosed() ? null : library;
  }

  /// A number for a symbol, by which other threads find it again.
  synchronized int numberOf(String symbol) {
    return numbers.computeIfAbsent(
        symbol,
        _ -> {
          symbols.add(symbol);
          return symbols.size();
        });
  }

  /// The symbol of a number.
  synchronized String symbol(int number) {
    if (number < 1 || number > symbols.size()) {
      throw new LoadException("dlsym", "invalid symbol number " + number);
    }
    return symbols.get(number - 1);
  }

  /// Hands an error to the C library, for its `dlerror`. It takes a format of `printf`.
  void fail(LoadException error) {
    Func setter = process.function("__dl_seterr");
    if (setter == null) {
      return;
    }
    GuestStack stack = process.stack();
    stack.<@Nullable Object>during(() -> {
      String format = String.valueOf(error.getMessage()).replace("%", "%%");
      int message = stack.push(GuestStrings.bytes(format));
      if (GuestCalls.takes(setter, 1)) {
        setter.invoke(message);
      } else if (GuestCalls.takes(setter, 2)) {
        setter.invoke(message, 0);
      }
      return null;
    });
  }

  void forget(Library library) {
    libraries.values().removeIf(known -> known == library);
  }
}
