package graft.runtime;

import org.jspecify.annotations.Nullable;

/// What a lazy stub's generated class asks for the function to call.
public final class LazyTarget {
  private final Resolver resolver;
  private @Nullable Func target;

  LazyTarget(Resolver resolver) {
    this.resolver = resolver;
  }

  /// The function, found now if it has not been before.
  public Func get(Func stub) {
    Func found = target;
    if (found == null) {
      found = resolver.resolve(stub);
      if (found.signature() != stub.signature()) {
        throw new Trap(
            "indirect call type mismatch: "
                + stub.name()
                + " is wanted as "
                + stub.type()
                + " but is "
                + found.type());
      }
      target = found;
    }
    return found;
  }
}
