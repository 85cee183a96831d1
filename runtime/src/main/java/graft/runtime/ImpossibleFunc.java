package graft.runtime;

import org.jspecify.annotations.Nullable;

/// A function of a type that no method of the JVM can have: it may stand in tables, be compared and
/// exported, but whoever calls it gets a trap.
final class ImpossibleFunc extends Func {
  ImpossibleFunc(Signature signature, String name, @Nullable Instance instance, int index) {
    super(signature, name, instance, index);
  }

  @Override
  protected @Nullable Object invokeUnchecked(@Nullable Object[] arguments) {
    throw Trap.tooLarge("function " + name() + " has " + Signature.impossible(type()));
  }

  @Override
  protected @Nullable Object tailUnchecked(@Nullable Object[] arguments, Tail tail) {
    return invokeUnchecked(arguments);
  }
}
