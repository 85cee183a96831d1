package graft.ld;

import graft.format.Demangler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The names for people of all functions that stay, for the name section. To demangle them takes as
/// long as much else of a link, and needs no more than to know which they are: so other threads do
/// it while {@link Marker} finds the rest, and while the layout is made.
final class FunctionNames {
  private static final int BATCH = 512;
  private static final byte[] NONE = {};

  private final Options options;
  private final boolean needed;

  /// UTF-8, by input id.
  private final byte[] @Nullable [] names;

  private final List<Workers.Work> batches = new ArrayList<>();
  private InputFunction[] batch = new InputFunction[BATCH];
  private int count;

  FunctionNames(Resolution resolution, Options options) {
    this.options = options;
    this.needed = !options.isStripped("name");
    this.names = new byte[needed ? resolution.table().inputCount() : 0][];
  }

  /// Takes a function that stays.
  void take(InputFunction function) {
    if (needed) {
      batch[count++] = function;
      if (count == BATCH) {
        begin();
      }
    }
  }

  /// There are no more.
  void end() {
    if (count > 0) {
      begin();
    }
  }

  private void begin() {
    InputFunction[] functions = batch;
    int size = count;
    batches.add(options.workers.begin(() -> make(functions, size)));
    batch = new InputFunction[BATCH];
    count = 0;
  }

  /// The names are not needed.
  void stop() {
    batches.forEach(Workers.Work::cancel);
  }

  /// Does what is left, and waits for the others.
  void finish() {
    // The last ones first: others are busy with the first.
    for (int i = batches.size() - 1; i >= 0; i--) {
      batches.get(i).finish();
    }
  }

  private void make(InputFunction[] functions, int size) {
    Demangler.Batch demangler = new Demangler.Batch();
    for (int i = 0; i < size; i++) {
      names[functions[i].id] = make(functions[i], demangler);
    }
  }

  private byte[] make(InputFunction function, Demangler.Batch demangler) {
    if (function.symbolName.isEmpty()) {
      return NONE;
    }
    return function.debugName.isEmpty()
        ? SymbolNames.showInUtf8(function.symbolName, options.demangle, demangler)
        : function.debugName.getBytes(StandardCharsets.UTF_8);
  }

  /// The function's name in UTF-8, empty if it has no symbol; after {@link #finish()}.
  byte[] of(InputFunction function) {
    byte @Nullable [] name = function.id < names.length ? names[function.id] : null;
    return name == null ? make(function, new Demangler.Batch()) : name;
  }

  /// How people call a function.
  static String name(Options options, InputFunction function) {
    return function.debugName.isEmpty() ? options.show(function.symbolName) : function.debugName;
  }
}
