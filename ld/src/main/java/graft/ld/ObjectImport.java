package graft.ld;

import graft.format.ExternType;

/// An import of an object.
record ObjectImport(String module, String name, ExternType type) {}
