package graft.runtime;

import graft.format.ExternType;

/// A name that a host supplies.
///
/// @param module first half of the import's name
/// @param name second half of the import's name
/// @param type in which it is supplied; the same name may be there in several
public record HostSymbol(String module, String name, ExternType type) {
  // These are written out, because the JVM makes those of records anew at each start.

  @Override
  public boolean equals(Object other) {
    return other instanceof HostSymbol symbol
        && name.equals(symbol.name)
        && module.equals(symbol.module)
        && type.equals(symbol.type);
  }

  @Override
  public int hashCode() {
    return (module.hashCode() * 31 + name.hashCode()) * 31 + type.hashCode();
  }
}
