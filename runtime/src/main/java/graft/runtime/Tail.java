package graft.runtime;

import org.jspecify.annotations.Nullable;

/// Tail calls in constant stack
/// ([spec](https://webassembly.github.io/spec/core/exec/instructions.html#exec-return-call)).
///
/// A function that contains tail calls has two methods: its code takes one of these besides its
/// arguments; a small method with the function's own type makes one and calls the code. A tail call
/// nests in the JVM's stack while {@link #mayNest()} allows it, which is fast. Then it is put off:
/// target and arguments are left here, all code returns, and {@link #finish()} goes on from the
/// bottom. What calls such functions in the ordinary way need not know.
public final class Tail {
  private static final int NESTED = 64;
  private static final @Nullable Object[] NONE = {};

  private int left = NESTED;
  private @Nullable Func target;
  private @Nullable Object[] arguments = NONE;

  /// For the method that is called in the ordinary way.
  public Tail() {}

  /// Whether the next tail call may take stack.
  public boolean mayNest() {
    return left-- > 0;
  }

  /// The same for a target from a table; without a target the call itself traps.
  public boolean mayNest(@Nullable Object callee) {
    return left-- > 0 || callee == null;
  }

  /// Puts a call off. The caller then returns any result.
  public void later(Func callee, @Nullable Object[] boxed) {
    target = callee;
    arguments = boxed;
  }

  /// Whether the result that was just returned is none, because a call was put off.
  public boolean isPending() {
    return target != null;
  }

  /// Makes the calls that were put off.
  ///
  /// @return the last one's result: null, boxed, or the object that holds several
  public @Nullable Object finish() {
    Object result = null;
    for (Func next = target; next != null; next = target) {
      @Nullable Object[] boxed = arguments;
      target = null;
      arguments = NONE;
      left = NESTED;
      result = next.tailUnchecked(boxed, this);
    }
    return result;
  }
}
