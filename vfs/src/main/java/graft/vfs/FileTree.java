package graft.vfs;

import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.SequencedCollection;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A guest's tree of names: mounts and devices over the host's files.
///
/// Paths are walked here, component by component; the host is only ever asked about one name in a
/// folder that was reached or checked before, and never to follow a link. A symbolic link is text
/// that is walked like the rest of the path, an absolute one from the guest's own root, as under
/// `chroot`. So `..` and links lead nowhere but into the guest's tree.
///
/// Where a walk starts is checked first ({@link Place#check()}): a directory that the guest holds
/// open, or works in, may have been renamed or removed, and a link be in its place.
///
/// Between the walk and the operation nobody may put a link in the way: {@link TreeLock} is held
/// over both. That covers all guests of this JVM. A process outside of it that may write to a
/// mounted folder is trusted not to race: what it did before an operation is noticed, what it does
/// during one is not.
final class FileTree {
  private static final int MAX_LINKS = 40;
  private static final int MAX_PATH_IN_CHARS = 4096;

  private final Place root;
  private final IdentityHashMap<Mount, Long> devices = new IdentityHashMap<>();

  FileTree(Branch branch, SequencedCollection<Mount> mounts) {
    for (Mount mount : mounts) {
      devices.put(mount, devices.size() + 1L);
    }
    Mount mount = branch.mount();
    root =
        new Place(
            null, "", branch, mount, mount == null ? null : mount.entry(), FileType.DIRECTORY);
  }

  Place root() {
    return root;
  }

  /// Where a path leads.
  ///
  /// @param directory that the last component is in
  /// @param name the last component; `.` or `..` if the path ends so or is the root
  /// @param place what is there, or null
  /// @param slash whether the path ends in a slash: what it names must be a directory
  record Target(Place directory, String name, @Nullable Place place, boolean slash) {
    /// What is there.
    Place existing() throws ErrnoException {
      if (place == null) {
        throw new ErrnoException(Errno.ENOENT);
      }
      if (slash && !place.isDirectory()) {
        throw new ErrnoException(Errno.ENOTDIR);
      }
      return place;
    }

    /// Whether the last component is a name that could be made or removed.
    boolean isName() {
      return !name.equals(".") && !name.equals("..");
    }
  }

  /// Walks a path. The caller holds {@link TreeLock}.
  ///
  /// @param base where a relative path starts
  /// @param confined whether to refuse paths that leave `base` (WASI) or to allow them (POSIX)
  /// @param follow whether to follow a link that the last component names
  Target walk(Place base, boolean confined, String path, boolean follow) throws ErrnoException {
    if (path.isEmpty()) {
      throw new ErrnoException(Errno.ENOENT);
    }
    if (path.length() > MAX_PATH_IN_CHARS) {
      throw new ErrnoException(Errno.ENAMETOOLONG);
    }
    base.check();
    Deque<String> rest = new ArrayDeque<>(components(path));
    boolean slash = path.endsWith("/");
    Place at = start(path, base, confined);
    String name = ".";
    int links = 0;
    while (!rest.isEmpty()) {
      String next = rest.removeFirst();
      if (!at.isDirectory()) {
        throw new ErrnoException(Errno.ENOTDIR);
      }
      if (next.equals(".")) {
        name = next;
        continue;
      }
      if (next.equals("..")) {
        if (confined && at == base) {
          throw new ErrnoException(Errno.EPERM);
        }
        at = at.up();
        name = next;
        continue;
      }
      Place child = child(at, next);
      boolean last = rest.isEmpty();
      if (child != null && child.isLink() && (follow || slash || !last)) {
        if (++links > MAX_LINKS) {
          throw new ErrnoException(Errno.ELOOP);
        }
        String target = linkTarget(child);
        slash |= last && target.endsWith("/");
        at = start(target, at, confined);
        name = ".";
        for (String component : components(target).reversed()) {
          rest.addFirst(component);
        }
        continue;
      }
      if (last) {
        return new Target(at, next, child, slash);
      }
      if (child == null) {
        throw new ErrnoException(Errno.ENOENT);
      }
      at = child;
    }
    return new Target(at.up(), name, at, slash);
  }

  private Place start(String path, Place relative, boolean confined) throws ErrnoException {
    if (!path.startsWith("/")) {
      return relative;
    }
    if (confined) {
      throw new ErrnoException(Errno.EPERM);
    }
    return root;
  }

  static List<String> components(String path) {
    List<String> components = new ArrayList<>();
    for (int from = 0; from < path.length(); ) {
      int slash = path.indexOf('/', from);
      int end = slash < 0 ? path.length() : slash;
      if (end > from) {
        components.add(path.substring(from, end));
      }
      from = end + 1;
    }
    return components;
  }

  /// An entry of a directory that was just reached or checked, or null. Does not follow links.
  ///
  /// @throws ErrnoException `ENAMETOOLONG` also where relative paths have led deeper than an
  ///   absolute path can
  @Nullable Place child(Place directory, String name) throws ErrnoException {
    if (directory.length() + 1 + name.length() > MAX_PATH_IN_CHARS) {
      throw new ErrnoException(Errno.ENAMETOOLONG);
    }
    Branch branch = directory.branch() == null ? null : directory.branch().children().get(name);
    if (branch != null) {
      return child(directory, name, branch);
    }
    if (directory.path() == null) {
      return null;
    }
    HostEntry entry = HostEntry.of(HostFile.entry(directory.path(), name));
    if (entry == null) {
      return null;
    }
    String covering = coveringName(directory, name, entry);
    return covering == null
        ? new Place(directory, name, null, directory.mount(), entry, entry.type())
        : child(directory, covering);
  }

  /// The mount or device that hides what the host has under its name, if the name asked for is the
  /// same one to the host, in other letters; or null.
  private static @Nullable String coveringName(Place directory, String name, HostEntry entry)
      throws ErrnoException {
    if (directory.branch() == null || directory.path() == null) {
      return null;
    }
    for (String each : directory.branch().children().keySet()) {
      if (mayBeSame(each, name)
          && entry.isSameFile(HostEntry.of(HostFile.entry(directory.path(), each)))) {
        return each;
      }
    }
    return null;
  }

  /// In ASCII, hosts tell names apart at most by case; beyond, each has rules of its own.
  private static boolean mayBeSame(String one, String other) {
    return one.equalsIgnoreCase(other) || !isAscii(one) || !isAscii(other);
  }

  private static boolean isAscii(String name) {
    return name.chars().allMatch(c -> c < 0x80);
  }

  private static Place child(Place directory, String name, Branch branch) throws ErrnoException {
    Mount mount = branch.mount();
    if (mount != null) {
      if (!mount.isThere()) {
        throw new ErrnoException(Errno.ENOENT);
      }
      return new Place(directory, name, branch, mount, mount.entry(), FileType.DIRECTORY);
    }
    if (branch.device() != null) {
      return new Place(directory, name, branch, null, null, FileType.CHARACTER_DEVICE);
    }
    // On the way to a mount or device: what the host has in a folder of this name shows as well.
    if (directory.path() != null) {
      HostEntry entry = HostEntry.of(HostFile.entry(directory.path(), name));
      if (entry != null && entry.type() == FileType.DIRECTORY) {
        return new Place(directory, name, branch, directory.mount(), entry, FileType.DIRECTORY);
      }
    }
    return new Place(directory, name, branch, null, null, FileType.DIRECTORY);
  }

  String linkTarget(Place link) throws ErrnoException {
    Path path = link.path();
    if (path == null || !link.isLink()) {
      throw new ErrnoException(Errno.EINVAL);
    }
    return IoFailures.translate(() -> Files.readSymbolicLink(path).toString());
  }

  /// What `lstat` tells about a place.
  FileStatus status(Place place) throws ErrnoException {
    Path path = place.path();
    if (path != null) {
      return HostFile.status(path, device(place));
    }
    Branch branch = place.branch();
    if (branch == null) {
      throw new AssertionError("BUG: " + place + " is nowhere");
    }
    return branch.status();
  }

  long device(Place place) {
    return place.mount() == null ? 0 : devices.getOrDefault(place.mount(), 0L);
  }

  /// The names in a directory, sorted, without `.` and `..`.
  List<String> names(Place directory) throws ErrnoException {
    TreeSet<String> names = new TreeSet<>();
    if (directory.branch() != null) {
      names.addAll(directory.branch().children().keySet());
    }
    Path path = directory.path();
    if (path != null) {
      IoFailures.translateAll(() -> {
        try (var entries = Files.newDirectoryStream(path)) {
          for (Path entry : entries) {
            names.add(String.valueOf(entry.getFileName()));
          }
        } catch (DirectoryIteratorException e) {
          throw e.getCause();
        }
      });
    }
    return List.copyOf(names);
  }
}
