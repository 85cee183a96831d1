package graft.vfs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An open directory. Its entries are read once, at the first request or when the guest starts
/// over, so that cookies stay what they were while files come and go.
final class OpenDirectory extends OpenFile {
  private final FileTree tree;
  private final Place place;
  private @Nullable List<String> names;
  private long position;

  OpenDirectory(FileTree tree, Place place) {
    this.tree = tree;
    this.place = place;
  }

  @Override
  public FileType type() {
    return FileType.DIRECTORY;
  }

  /// Runs a step if the directory is still where it was opened.
  private <T> T here(IoFailures.Step<T> step) throws ErrnoException {
    return TreeLock.reading(() -> {
      place.check();
      return step.run();
    });
  }

  @Override
  public FileStatus status() throws ErrnoException {
    return here(() -> tree.status(place));
  }

  @Override
  public int read(java.nio.ByteBuffer target) throws ErrnoException {
    throw new ErrnoException(Errno.EISDIR);
  }

  @Override
  public int read(java.nio.ByteBuffer target, long offset) throws ErrnoException {
    throw new ErrnoException(Errno.EISDIR);
  }

  @Override
  public synchronized List<DirectoryEntry> entries(long cookie, int limit) throws ErrnoException {
    return here(() -> entriesHere(cookie, limit));
  }

  private List<DirectoryEntry> entriesHere(long cookie, int limit) throws ErrnoException {
    List<String> all = names;
    if (all == null || cookie == 0) {
      all = new ArrayList<>(List.of(".", ".."));
      all.addAll(tree.names(place));
      names = all;
    }
    List<DirectoryEntry> entries = new ArrayList<>();
    if (cookie < 0) {
      throw new ErrnoException(Errno.EINVAL);
    }
    for (long at = cookie; at < all.size() && entries.size() < limit; at++) {
      DirectoryEntry entry = entry(all.get((int) at), at + 1);
      if (entry != null) {
        entries.add(entry);
      }
    }
    return entries;
  }

  /// A directory's position is a cookie, for C libraries that keep it here.
  @Override
  public synchronized long seek(long offset, Whence whence) throws ErrnoException {
    long moved = whence == Whence.CURRENT ? position + offset : offset;
    if (moved < 0 || whence == Whence.END) {
      throw new ErrnoException(Errno.EINVAL);
    }
    position = moved;
    return moved;
  }

  /// An entry, or null if it is gone by now.
  private @Nullable DirectoryEntry entry(String name, long next) throws ErrnoException {
    try {
      Place child =
          switch (name) {
            case "." -> place;
            case ".." -> place.up();
            default -> tree.child(place, name);
          };
      return child == null
          ? null
          : new DirectoryEntry(name, child.type(), tree.status(child).inode(), next);
    } catch (ErrnoException e) {
      if (e.errno() == Errno.ENOENT) {
        return null;
      }
      throw e;
    }
  }

  @Override
  public void sync(boolean metadata) {
    // The host's file systems write names by themselves, and Java has no word for it.
  }

  @Override
  public void setTimes(@Nullable Instant accessed, @Nullable Instant modified)
      throws ErrnoException {
    here(() -> {
      HostFile.setTimes(place.writablePath(), accessed, modified);
      return place;
    });
  }

  @Override
  public void setPermissions(int permissions) throws ErrnoException {
    here(() -> {
      HostFile.setPermissions(place.writablePath(), permissions);
      return place;
    });
  }

  @Override
  Place place() {
    return place;
  }
}
