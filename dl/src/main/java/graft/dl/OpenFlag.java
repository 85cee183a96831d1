package graft.dl;

/// How to open a library: the `RTLD_` flags of `dlfcn.h`.
public enum OpenFlag {
  /// Functions are bound when they are first called (`RTLD_LAZY`, the default).
  LAZY(1),
  /// All functions of what is loaded now are bound at once; any that is missing fails the load
  /// (`RTLD_NOW`). What is there already stays as it was opened, as under `ld.so`.
  NOW(2),
  /// Do not load: only give the library if it is there (`RTLD_NOLOAD`).
  NOLOAD(4),
  /// Its symbols are for everybody who is loaded later (`RTLD_GLOBAL`).
  GLOBAL(256),
  /// Its symbols are only for itself and for who asks by handle (`RTLD_LOCAL`, the default).
  LOCAL(0),
  /// Stays loaded whatever is closed (`RTLD_NODELETE`).
  NODELETE(4096);

  private final int bits;

  OpenFlag(int bits) {
    this.bits = bits;
  }

  /// The value in musl's `dlfcn.h`.
  public int bits() {
    return bits;
  }
}
