package graft.dl;

/// `RTLD_NOLOAD` for a library that is not loaded: no error for a guest, which gets no handle.
final class NotLoadedException extends LoadException {
  private static final long serialVersionUID = 1L;

  NotLoadedException(String file) {
    super(file, "the library is not loaded");
  }
}
