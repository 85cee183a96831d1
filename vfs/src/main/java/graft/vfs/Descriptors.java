package graft.vfs;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A guest's table of open files. Numbers are given from the lowest that is free.
public final class Descriptors {
  /// More than this many at once is `EMFILE`.
  public static final int LIMIT = 4096;

  private final List<@Nullable OpenFile> files = new ArrayList<>();
  private final IdentityHashMap<OpenFile, Integer> references = new IdentityHashMap<>();

  Descriptors() {}

  /// Gives a file the lowest free number.
  ///
  /// @return the descriptor
  /// @throws ErrnoException `EMFILE`
  public int add(OpenFile file) throws ErrnoException {
    return add(file, 0);
  }

  /// Gives a file the lowest free number from `lowest` on (`F_DUPFD`).
  ///
  /// @return the descriptor
  /// @throws ErrnoException `EMFILE`; `EINVAL` if `lowest` is no possible number
  public synchronized int add(OpenFile file, int lowest) throws ErrnoException {
    if (lowest < 0 || lowest >= LIMIT) {
      throw new ErrnoException(Errno.EINVAL);
    }
    int descriptor = lowest;
    while (descriptor < files.size() && files.get(descriptor) != null) {
      descriptor++;
    }
    if (descriptor >= LIMIT) {
      throw new ErrnoException(Errno.EMFILE);
    }
    set(descriptor, file);
    return descriptor;
  }

  private void set(int descriptor, OpenFile file) {
    while (files.size() <= descriptor) {
      files.add(null);
    }
    files.set(descriptor, file);
    references.merge(file, 1, Integer::sum);
  }

  /// The file of a descriptor.
  ///
  /// @throws ErrnoException `EBADF` if it is not open
  public synchronized OpenFile get(int descriptor) throws ErrnoException {
    OpenFile file = descriptor < 0 || descriptor >= files.size() ? null : files.get(descriptor);
    if (file == null) {
      throw new ErrnoException(Errno.EBADF);
    }
    return file;
  }

  /// Makes another descriptor refer to the same file (`dup2`); what it referred to is closed.
  ///
  /// @throws ErrnoException `EBADF` if `descriptor` is not open or `other` is no possible number
  public synchronized void duplicate(int descriptor, int other) throws ErrnoException {
    OpenFile file = get(descriptor);
    if (other < 0 || other >= LIMIT) {
      throw new ErrnoException(Errno.EBADF);
    }
    if (descriptor == other) {
      return;
    }
    if (other < files.size() && files.get(other) != null) {
      close(other);
    }
    set(other, file);
  }

  /// Gives a file another number, which must be in use, and closes what had it (`fd_renumber`).
  ///
  /// @throws ErrnoException `EBADF` if one of the two is not open
  public synchronized void renumber(int from, int to) throws ErrnoException {
    get(to);
    duplicate(from, to);
    if (from != to) {
      close(from);
    }
  }

  /// Closes a descriptor, and the file with its last one.
  ///
  /// @throws ErrnoException `EBADF` if it is not open; others from writing out
  public synchronized void close(int descriptor) throws ErrnoException {
    OpenFile file = get(descriptor);
    files.set(descriptor, null);
    Integer left = references.merge(file, -1, (had, one) -> had == 1 ? null : had + one);
    if (left == null) {
      file.close();
    }
  }

  /// Closes all.
  synchronized void closeAll() {
    for (int descriptor = 0; descriptor < files.size(); descriptor++) {
      if (files.get(descriptor) != null) {
        try {
          close(descriptor);
        } catch (ErrnoException e) {
          // Nobody is left to be told; the others still want closing.
        }
      }
    }
  }
}
