package graft.dl;

import graft.format.ExternKind;
import graft.format.FunctionType;
import graft.runtime.Extern;

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

    /// The definition behind it, should the module export what it imports.
    Definition origin() {
      Definition origin = this;
      // Two modules could export to each other what they import from each other.
      for (int hops = 0; hops < 64; hops++) {
        if (!(origin instanceof Exported exported)
            || exported.kind != ExternKind.FUNCTION
            || exported.index >= exported.library.module().importedFunctionCount()
            || !(exported.library.functionBinding(exported.index)
                instanceof ImportBinding.Bound bound)) {
          return origin;
        }
        origin = bound.definition();
      }
      return origin;
    }
  }

  /// What the host supplies.
  record Supplied(Extern extern) implements Definition {}
}
