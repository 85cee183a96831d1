package graft.runtime;

import graft.format.ExternType;

/// A name that a host supplies.
///
/// @param module first half of the import's name
/// @param name second half of the import's name
/// @param type in which it is supplied; the same name may be there in several
public record HostSymbol(String module, String name, ExternType type) {}
