package graft.vfs;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The files of one guest process: its tree of names, its open files, its working directory.
///
/// ```java
/// GuestFiles files =
///     GuestFiles.builder()
///         .mount("/", Mount.memory(1 << 30))
///         .mount("/data", Mount.readOnly(Path.of("data")))
///         .inheritStandardStreams()
///         .build();
/// ```
///
/// The guest sees the mounts, `/dev/null`, `/dev/zero`, `/dev/random`, `/dev/urandom`, `/dev/tty`,
/// `/dev/stdin`, `/dev/stdout` and `/dev/stderr`, and nothing else of the machine.
public final class GuestFiles implements AutoCloseable {
  private final Growing growing;
  private final SequencedMap<String, Mount> mounts;
  private final Descriptors descriptors = new Descriptors();
  private @Nullable FileTree tree;
  private @Nullable Folder workingDirectory;
  private int mask = 022;

  private GuestFiles(Growing growing, SequencedMap<String, Mount> mounts) {
    this.growing = growing;
    this.mounts = mounts;
  }

  /// Makes the tree, when somebody first looks at it.
  @FunctionalInterface
  private interface Growing {
    FileTree grow() throws IOException;
  }

  /// Starts describing a guest's files; without more, it has none and its standard streams are
  /// empty.
  public static Builder builder() {
    return new Builder();
  }

  FileTree tree() {
    FileTree known = tree;
    return known == null ? grow() : known;
  }

  private synchronized FileTree grow() {
    FileTree known = tree;
    if (known == null) {
      try {
        known = growing.grow();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      tree = known;
    }
    return known;
  }

  /// The open files.
  public Descriptors descriptors() {
    return descriptors;
  }

  /// The paths of the mounts, in the order in which they were given.
  public List<String> mountPoints() {
    return List.copyOf(mounts.keySet());
  }

  /// The root of the tree.
  public Folder root() {
    return new Folder(this, tree().root(), false);
  }

  /// The directory that relative paths start in (`AT_FDCWD`).
  public Folder workingDirectory() {
    Folder known = workingDirectory;
    return known == null ? root() : known;
  }

  /// The path of that directory.
  public String workingPath() {
    Folder known = workingDirectory;
    return known == null ? "/" : known.path();
  }

  /// Changes the working directory (`chdir`, `fchdir`).
  public void setWorkingDirectory(Folder folder) {
    workingDirectory = folder;
  }

  /// The directory of a descriptor as POSIX's functions take it: an absolute path starts at the
  /// root all the same, and `..` leads out of it.
  ///
  /// @throws ErrnoException `EBADF`, or `ENOTDIR` if it is not a directory
  public Folder at(int descriptor) throws ErrnoException {
    return folder(descriptor, false);
  }

  /// The directory of a descriptor as WASI's functions take it: a path that leads out of it is
  /// `EPERM`.
  ///
  /// @throws ErrnoException `EBADF`, or `ENOTDIR` if it is not a directory
  public Folder within(int descriptor) throws ErrnoException {
    return folder(descriptor, true);
  }

  private Folder folder(int descriptor, boolean confined) throws ErrnoException {
    Place place = descriptors.get(descriptor).place();
    if (place == null) {
      throw new ErrnoException(Errno.ENOTDIR);
    }
    return new Folder(this, place, confined);
  }

  /// Sets which permissions new files do not get (`umask`).
  ///
  /// @return the mask before; 022 at first
  public int setMask(int newMask) {
    int before = mask;
    mask = newMask & 0777;
    return before;
  }

  int masked(int permissions) {
    return permissions & ~mask & 0777;
  }

  /// Everything in a file, for an embedder or a loader.
  ///
  /// @param path absolute or from the working directory
  /// @throws ErrnoException if it cannot be read
  public byte[] read(String path) throws ErrnoException {
    OpenFile file = workingDirectory().open(path, OpenOptions.READ);
    try {
      ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(file.status().sizeInBytes()));
      int count = 1;
      while (content.hasRemaining() && count > 0) {
        count = file.read(content);
      }
      return content.position() == content.capacity()
          ? content.array()
          : Arrays.copyOf(content.array(), content.position());
    } catch (ArithmeticException e) {
      throw new ErrnoException(Errno.EFBIG, e);
    } finally {
      file.close();
    }
  }

  /// Makes a file with a content, and the folders on the way to it, for an embedder.
  ///
  /// @param path absolute or from the working directory
  /// @throws ErrnoException if it cannot be written
  public void write(String path, byte[] content) throws ErrnoException {
    createParents(path);
    OpenFile file =
        workingDirectory()
            .open(
                path,
                new OpenOptions(false, true, false, true, false, true, false, true, false, 0666));
    try {
      ByteBuffer source = ByteBuffer.wrap(content);
      int count = 1;
      while (source.hasRemaining() && count > 0) {
        count = file.write(source);
      }
    } finally {
      file.close();
    }
  }

  private void createParents(String path) throws ErrnoException {
    for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
      try {
        workingDirectory().createDirectory(path.substring(0, slash), 0777);
      } catch (ErrnoException e) {
        if (e.errno() != Errno.EEXIST) {
          throw e;
        }
      }
    }
  }

  /// Closes all files, and the mounts that are in memory or in archives.
  @Override
  public void close() {
    descriptors.closeAll();
    for (Mount mount : mounts.values()) {
      try {
        mount.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// Describes a guest's files.
  public static final class Builder {
    private final SequencedMap<String, Mount> mounts = new LinkedHashMap<>();
    private final Map<String, Device> devices = new LinkedHashMap<>();
    private final List<List<String>> folders = new ArrayList<>();
    private InputStream input = InputStream.nullInputStream();
    private OutputStream output = OutputStream.nullOutputStream();
    private OutputStream error = OutputStream.nullOutputStream();
    private String workingDirectory = "/";
    private boolean terminal;
    private @Nullable RandomGenerator random;

    private Builder() {}

    /// Shows a folder under a path.
    ///
    /// @param guestPath absolute
    /// @throws IllegalArgumentException if it is not, or leads through `..`
    public Builder mount(String guestPath, Mount mount) {
      mounts.put("/" + String.join("/", components(guestPath)), mount);
      return this;
    }

    /// Shows a character device under a path.
    ///
    /// @param guestPath absolute
    /// @throws IllegalArgumentException if it is not, or leads through `..`
    public Builder device(String guestPath, Device device) {
      devices.put("/" + String.join("/", components(guestPath)), device);
      return this;
    }

    /// Makes a folder if its path leads to a mount in memory; leaves other mounts alone.
    ///
    /// @param guestPath absolute
    /// @throws IllegalArgumentException if it is not absolute, or leads through `..`
    public Builder folder(String guestPath) {
      folders.add(components(guestPath));
      return this;
    }

    private static List<String> components(String guestPath) {
      List<String> components = FileTree.components(guestPath);
      if (!guestPath.startsWith("/") || components.contains("..") || components.contains(".")) {
        throw new IllegalArgumentException(
            guestPath + ": expected an absolute path without . and ..");
      }
      return components;
    }

    /// What the guest reads as its standard input. It is not closed.
    public Builder standardInput(InputStream stream) {
      input = stream;
      return this;
    }

    /// What the guest writes its standard output to. It is flushed at each write and not closed.
    public Builder standardOutput(OutputStream stream) {
      output = stream;
      return this;
    }

    /// What the guest writes its standard error to. It is flushed at each write and not closed.
    public Builder standardError(OutputStream stream) {
      error = stream;
      return this;
    }

    /// Gives the guest the standard streams of this JVM's process.
    public Builder inheritStandardStreams() {
      return standardInput(new FileInputStream(FileDescriptor.in))
          .standardOutput(new FileOutputStream(FileDescriptor.out))
          .standardError(new FileOutputStream(FileDescriptor.err));
    }

    /// Whether the guest takes its standard streams for a terminal. C libraries then write line by
    /// line.
    public Builder terminal(boolean isTerminal) {
      terminal = isTerminal;
      return this;
    }

    /// Where relative paths start; `/` unless told otherwise.
    public Builder workingDirectory(String path) {
      workingDirectory = path;
      return this;
    }

    /// Where `/dev/random` and `/dev/urandom` take their bytes from; a {@link SecureRandom} unless
    /// told otherwise.
    public Builder random(RandomGenerator generator) {
      random = generator;
      return this;
    }

    /// Makes the guest's files; descriptors 0, 1 and 2 are open.
    ///
    /// @throws IOException if the working directory does not exist, or a folder cannot be made
    public GuestFiles build() throws IOException {
      OpenFile in = new InputFile(input, terminal);
      OpenFile out = new OutputFile(output, terminal);
      OpenFile err = new OutputFile(error, terminal);
      Branch root = Branch.root();
      for (Map.Entry<String, Mount> each : mounts.entrySet()) {
        root.at(FileTree.components(each.getKey())).set(each.getValue());
      }
      standardDevices(in, out, err).forEach((path, device) -> setDevice(root, path, device));
      devices.forEach((path, device) -> setDevice(root, path, device));
      SequencedMap<String, Mount> all = new LinkedHashMap<>(mounts);
      List<List<String>> made = List.copyOf(folders);
      GuestFiles files =
          new GuestFiles(() -> grow(new FileTree(root, all.sequencedValues()), root, made), all);
      for (OpenFile each : List.of(in, out, err)) {
        files.descriptors.add(each);
      }
      if (!workingDirectory.equals("/") || !all.values().stream().allMatch(Mount::isPrivate)) {
        // What can fail does so now.
        try {
          files.setWorkingDirectory(files.root().folder(workingDirectory));
        } catch (UncheckedIOException e) {
          throw e.getCause();
        }
      }
      return files;
    }

    private static FileTree grow(FileTree tree, Branch root, List<List<String>> folders)
        throws IOException {
      createFolders(tree, tree.root(), root);
      for (List<String> each : folders) {
        Place place = tree.root();
        for (int i = 0; i < each.size() && place != null; i++) {
          place = createFolder(tree, place, each.get(i));
        }
      }
      return tree;
    }

    private static void setDevice(Branch root, String path, Device device) {
      root.at(FileTree.components(path)).set(device);
    }

    /// Makes the folders on the way to mounts and devices, where they are in memory. Elsewhere the
    /// guest sees folders that it cannot write to.
    private static void createFolders(FileTree tree, Place place, Branch branch)
        throws IOException {
      for (Map.Entry<String, Branch> each : branch.children().entrySet()) {
        if (each.getValue().isFolder()) {
          createFolder(tree, place, each.getKey());
        }
        Place child = tree.child(place, each.getKey());
        if (child != null) {
          createFolders(tree, child, each.getValue());
        }
      }
    }

    private static @Nullable Place createFolder(FileTree tree, Place place, String name)
        throws IOException {
      Mount mount = place.mount();
      if (mount != null && mount.isPrivate()) {
        Path made = place.newEntry(name);
        Files.createDirectories(made, HostFile.creation(made, 0777));
      }
      return tree.child(place, name);
    }

    private Map<String, Device> standardDevices(OpenFile in, OpenFile out, OpenFile err) {
      Map<String, Device> standard = new LinkedHashMap<>();
      standard.put("/dev/null", _ -> Devices.nothing());
      standard.put("/dev/zero", _ -> Devices.zero());
      standard.put("/dev/random", _ -> Devices.random(generator()));
      standard.put("/dev/urandom", _ -> Devices.random(generator()));
      standard.put("/dev/stdin", _ -> in);
      standard.put("/dev/stdout", _ -> out);
      standard.put("/dev/stderr", _ -> err);
      standard.put("/dev/tty", _ -> openTerminal(in, out));
      return standard;
    }

    private OpenFile openTerminal(OpenFile in, OpenFile out) throws ErrnoException {
      if (!terminal) {
        throw new ErrnoException(Errno.ENXIO);
      }
      return Devices.terminal(in, out);
    }

    private synchronized RandomGenerator generator() {
      RandomGenerator known = random;
      if (known == null) {
        known = new SecureRandom();
        random = known;
      }
      return Objects.requireNonNull(known);
    }
  }
}
