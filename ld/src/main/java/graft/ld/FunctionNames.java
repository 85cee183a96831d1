package graft.ld;

import graft.format.Demangler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// The names for people of all functions that stay, for the name section. To demangle them takes as
/// long as much else of a link, and needs no more than {@link Liveness}: so other threads do it
/// while the layout is made.
final class FunctionNames {
  private static final byte[] NONE = {};

  private final List<ObjectFile> objects;
  private final Liveness liveness;
  private final Options options;

  /// UTF-8, by input id.
  private final byte[] @Nullable [] names;

  private final Workers.Work work;

  private FunctionNames(Resolution resolution, Liveness liveness, Options options) {
    this.objects = options.isStripped("name") ? List.of() : resolution.objects();
    this.liveness = liveness;
    this.options = options;
    this.names = new byte[objects.isEmpty() ? 0 : resolution.table().inputCount()][];
    this.work = options.workers.begin(objects.size(), this::demangler);
  }

  /// Begins.
  static FunctionNames start(Resolution resolution, Liveness liveness, Options options) {
    return new FunctionNames(resolution, liveness, options);
  }

  /// The names are not needed.
  void stop() {
    work.cancel();
  }

  /// Does what is left, and waits for the others.
  void finish() {
    work.finish();
  }

  /// Demangles all of an object's names; for one thread.
  private IntConsumer demangler() {
    Demangler.Batch demangler = new Demangler.Batch();
    return i -> {
      for (InputFunction function : objects.get(i).functions) {
        if (liveness.has(function)) {
          names[function.id] = make(function, demangler);
        }
      }
    };
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
