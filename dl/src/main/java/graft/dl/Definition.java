package graft.dl;

import graft.format.ExternKind;
import graft.format.FunctionType;
import graft.runtime.Extern;
import org.jspecify.annotations.Nullable;

/// What a symbol stands for.
sealed interface Definition {
  /// What some module of the process defines.
  ///
  /// @param library which one
  /// @param name that it is exported by
  /// @param kind which index space `index` belongs to
  /// @param index in that module
  record Exported(Library library, String name, ExternKind kind, int index) implements Definition {
    /// The type of a function.
    FunctionType functionType() {
      return library.module().functionType(index);
    }

    /// How often a definition may be passed on by modules that export what they import.
    private static final int MOST_HOPS = 10_000;

    /// The definition behind it, should the module export what it imports.
    ///
    /// @throws LoadException if modules export to each other what they import from each other
    Definition origin() {
      Definition origin = this;
      for (int hops = 0; hops < MOST_HOPS; hops++) {
        if (!(origin instanceof Exported exported)
            || exported.kind != ExternKind.FUNCTION
            || exported.index >= exported.library.module().importedFunctionCount()
            || !(exported.library.functionBinding(exported.index)
                instanceof ImportBinding.Bound bound)) {
          return origin;
        }
        origin = bound.definition();
      }
      throw new LoadException(
          library.name(),
          "undefined symbol: "
              + CxxNames.shown(name)
              + ": it is defined in a circle, by libraries that import what they export");
    }
  }

  /// What the host supplies.
  ///
  /// @param extern to the main thread, and what is nobody's own to all
  /// @param again finds the same in the host of a thread, or null if all threads share it
  record Supplied(Extern extern, @Nullable Again again) implements Definition {
    Supplied(Extern extern) {
      this(extern, null);
    }

    /// Finds what a thread has of its own.
    @FunctionalInterface
    interface Again {
      @Nullable Extern in(HostScope scope);
    }

    @Override
    public String toString() {
      return extern + " of the host";
    }
  }

  /// A function that a module of the process defines, but with i64 where two i32 are wanted, or the
  /// other way round. What stands between them calls an instance: each thread has its own.
  ///
  /// @param requester who wants it
  /// @param wanted its type there
  /// @param found the function
  record Adapted(Library requester, FunctionType wanted, Exported found) implements Definition {}
}
