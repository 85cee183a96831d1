package graft.compiler;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Translated code in a folder that JVMs share, so that the second start of a program translates
/// nothing. What decides what comes out decides where it is kept: the module's bytes, the options,
/// and the build of Graft itself.
///
/// A file holds the classes of one module. It is written whole under another name and moved into
/// place, and every class is checked when it is read; so readers need no lock, writers may be
/// killed at any point, and what is damaged is translated anew. The check finds accidents, not
/// intent: whoever can write to the folder can make programs of its users do what they like, as
/// with the folder that holds Graft itself.
///
/// What cannot be read or written is as if it was not there: a cache never makes a program fail.
public final class CodeCache {
  /// 1 GiB.
  public static final long DEFAULT_MAX_BYTES = 1L << 30;

  private static final String SUFFIX = ".classes";
  private static final String DRAFT_SUFFIX = ".tmp";

  /// Drafts that are older belong to nobody any more, in seconds.
  private static final long DRAFT_AGE = 3600;

  /// How long it takes until a lock that another JVM holds is tried again, in milliseconds.
  private static final int LOCK_PAUSE = 20;

  /// How often that is done where a program's end waits for it: 5 seconds.
  private static final int SHORT = 250;

  /// How often where nothing else is left to do: 5 minutes.
  private static final int LONG = 15_000;

  /// How often a file is merged and written without the lock: who is alone with it needs one time.
  private static final int UNLOCKED = 2;

  /// The {@link #identity} of a file that does not exist.
  private static final Object NO_FILE = "none";

  /// For so long nobody waits for a lock that was held for too long, in nanoseconds.
  private static final long BUSY_FOR = 60_000_000_000L;

  /// When locks were held for too long.
  private static final Map<Path, Long> BUSY = new ConcurrentHashMap<>();

  /// A JVM may hold a file's lock only once.
  private static final ReentrantLock HERE = new ReentrantLock();

  /// What has classes that are not written yet, of all caches.
  private static final Set<StoredCode> CHANGED = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final long maxBytes;
  private final boolean byItself;

  /// Whether the last wait of minutes was.
  private volatile boolean waitedInVain;

  private CodeCache(Path folder, long maxBytes, boolean byItself) {
    if (!folder.getFileSystem().equals(FileSystems.getDefault())) {
      throw new IllegalArgumentException(
          folder
              + ": translated code is kept in folders of the machine only, not in "
              + folder.toUri());
    }
    this.byItself = byItself;
    this.folder = folder.toAbsolutePath().normalize();
    this.maxBytes = maxBytes;
  }

  /// A cache of at most {@link #DEFAULT_MAX_BYTES}.
  ///
  /// @param folder which need not exist yet
  /// @throws IllegalArgumentException if it is no folder of the machine: locks and random access
  ///   are wanted
  public static CodeCache in(Path folder) {
    return in(folder, DEFAULT_MAX_BYTES);
  }

  /// A cache.
  ///
  /// @param folder which need not exist yet
  /// @param maxBytes how large all files together may be; what was used longest ago goes first
  /// @throws IllegalArgumentException if it is no folder of the machine: locks and random access
  ///   are wanted
  public static CodeCache in(Path folder, long maxBytes) {
    return new CodeCache(folder, maxBytes, true);
  }

  /// A cache that writes only in {@link #flush}.
  static CodeCache written(Path folder, long maxBytes) {
    return new CodeCache(folder, maxBytes, false);
  }

  /// Whether it writes by itself what waits for some seconds.
  boolean byItself() {
    return byItself;
  }

  /// Whether anything can be kept at all. It cannot where the JVM does not tell which files Graft's
  /// own classes come from: another build might take what this one has left.
  public static boolean keeps() {
    return TranslatorBuild.id() != null;
  }

  /// A file of the cache: the code of one module.
  ///
  /// @param file where it is
  /// @param size in bytes
  /// @param module what the module was called when it was translated
  /// @param classes how many there are; 0 if the file is damaged
  /// @param used when it was last read or written
  public record Entry(Path file, long size, String module, int classes, Instant used) {}

  /// What was removed.
  ///
  /// @param files of modules
  /// @param bytes their size
  public record Pruned(int files, long bytes) {}

  /// What is kept of a module, and where more is put.
  ///
  /// @param name what the module is called
  /// @param module its bytes
  StoredCode code(String name, byte[] module, CompilerOptions options) {
    String build = TranslatorBuild.id();
    CodeKey key = new CodeKey(build + "\n" + options + "\n" + Runtime.version().feature(), module);
    if (build == null) {
      return new StoredCode(this, null, key, name);
    }
    String file = key.fileName();
    return new StoredCode(
        this, folder.resolve(file.substring(0, 2)).resolve(file.substring(2) + SUFFIX), key, name);
  }

  /// Another JVM does not stop writing, or is stopped itself.
  static final class BusyException extends IOException {
    private static final long serialVersionUID = 1;

    private BusyException(String message) {
      super(message);
    }
  }

  /// The code of one module is larger than the whole cache may be.
  static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1;

    private TooLargeException(String message) {
      super(message);
    }
  }

  /// Notes that there are classes to write.
  void changed(StoredCode code) {
    CHANGED.add(code);
  }

  /// Writes what was translated since; otherwise that happens some seconds later. What cannot be
  /// written is tried again some further times, not at once: while another JVM writes, or is
  /// stopped while it does, this waits for a few seconds only.
  ///
  /// @return whether all could be written; true, too, where nothing can be kept ({@link #keeps})
  public boolean flush() {
    // Of a thread that was interrupted, as a guest is that is stopped, channels write nothing.
    boolean interrupted = Thread.interrupted();
    try {
      return writeChanged();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Writes what is new of one module, for who has nothing else to do: waits for minutes while
  /// another JVM writes, once; later modules are not worth as much.
  ///
  /// @return why not all is written, or null
  @Nullable IOException write(StoredCode code) {
    boolean interrupted = Thread.interrupted();
    try {
      IOException problem = code.write(waitedInVain ? SHORT : LONG);
      waitedInVain = problem instanceof BusyException;
      return problem;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean writeChanged() {
    boolean isWritten = true;
    for (StoredCode code : List.copyOf(CHANGED)) {
      if (code.cache().equals(this) && CHANGED.remove(code)) {
        IOException problem = code.write(SHORT);
        if (problem != null && code.triesAgain()) {
          // The next flush tries again.
          CHANGED.add(code);
        }
        isWritten &= problem == null;
        if (problem instanceof BusyException) {
          break;
        }
      }
    }
    return isWritten;
  }

  /// What is there, the last used first.
  ///
  /// @throws IOException if the folder cannot be read
  public List<Entry> entries() throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Path file : files(SUFFIX)) {
      try (CodeFile opened = CodeFile.open(file)) {
        FileTime used = Files.getLastModifiedTime(file);
        entries.add(
            new Entry(
                file,
                Files.size(file),
                opened == null ? "(damaged)" : opened.module(),
                opened == null ? 0 : opened.names().size(),
                used.toInstant()));
      } catch (NoSuchFileException _) {
        // Somebody has removed it meanwhile.
      }
    }
    entries.sort(Comparator.comparing(Entry::used).reversed());
    return entries;
  }

  /// Reads everything and compares it with its checksums.
  ///
  /// @return what is wrong, a line each: `file: what`
  /// @throws IOException if the folder cannot be read
  public List<String> verify() throws IOException {
    List<String> problems = new ArrayList<>();
    for (Path file : files(SUFFIX)) {
      try (CodeFile opened = CodeFile.open(file)) {
        if (opened != null) {
          verify(file, opened, problems);
        } else if (Files.exists(file)) {
          problems.add(file + ": damaged");
        }
      }
    }
    return problems;
  }

  private static void verify(Path file, CodeFile opened, List<String> problems) {
    if (!opened.hasModule()) {
      problems.add(file + ": the copy of the module is damaged");
    }
    for (String name : opened.names()) {
      if (opened.read(name) == null) {
        problems.add(file + ": class " + name + " is damaged");
      }
    }
  }

  /// Removes files that were used longest ago until the rest is small enough.
  ///
  /// @param maxBytes how large all files together may be
  /// @param unusedSince what was not used since then goes in any case; or null
  /// @throws IOException if that fails
  public Pruned prune(long maxBytes, @Nullable Instant unusedSince) throws IOException {
    if (!Files.isDirectory(folder)) {
      return new Pruned(0, 0);
    }
    try (Held _ = lock(SHORT)) {
      return pruneLocked(maxBytes, unusedSince, null, 0);
    }
  }

  private record Candidate(Path file, long size, Instant used) {}

  /// @param coming a file that is about to be written or replaced, or null
  /// @param size of its new contents
  private Pruned pruneLocked(
      long maxBytes, @Nullable Instant unusedSince, @Nullable Path coming, long size)
      throws IOException {
    List<Candidate> candidates = new ArrayList<>();
    long total = size;
    for (Path file : files(SUFFIX)) {
      if (file.equals(coming)) {
        continue;
      }
      try {
        Candidate each =
            new Candidate(file, Files.size(file), Files.getLastModifiedTime(file).toInstant());
        candidates.add(each);
        total += each.size;
      } catch (NoSuchFileException _) {
        // As wanted.
      }
    }
    candidates.sort((one, other) -> one.used().compareTo(other.used()));
    int files = 0;
    long bytes = 0;
    for (Candidate each : candidates) {
      boolean old = unusedSince != null && each.used.isBefore(unusedSince);
      if (old || total > maxBytes) {
        if (Files.deleteIfExists(each.file)) {
          files++;
          bytes += each.size;
        }
        total -= each.size;
      }
    }
    Instant before = Instant.now().minusSeconds(DRAFT_AGE);
    for (Path draft : files(DRAFT_SUFFIX)) {
      try {
        // Of those who were killed.
        if (Files.getLastModifiedTime(draft).toInstant().isBefore(before)) {
          Files.deleteIfExists(draft);
        }
      } catch (NoSuchFileException _) {
        // Of somebody who has just written it.
      }
    }
    return new Pruned(files, bytes);
  }

  /// A change of a file: from what is there to what shall be there.
  interface Change {
    /// The new contents, given the present ones.
    ///
    /// @param present null if there are none, damaged ones, or those of another module
    /// @return null if the present ones are good as they are
    CodeFile.@Nullable Contents apply(@Nullable CodeFile present) throws IOException;
  }

  /// Replaces a file.
  ///
  /// Merging and writing can take a second, so they are done before the lock is taken, which others
  /// wait for. That is in vain if another JVM replaces the file meanwhile; the last attempt holds
  /// the lock all the time.
  ///
  /// @param key what the file is for
  /// @param attempts how often the lock is tried while another JVM writes
  /// @throws IOException if that fails; nothing has changed then
  void replace(Path file, CodeKey key, int attempts, Change change) throws IOException {
    Path parent = Objects.requireNonNull(file.getParent());
    Files.createDirectories(parent);
    for (int i = 0; i < UNLOCKED; i++) {
      try (Draft draft = draft(file, key, change)) {
        if (draft == null) {
          return;
        }
        try (Held _ = lock(attempts)) {
          if (draft.replaces().equals(identity(file))) {
            publish(draft, file);
            return;
          }
        }
      }
    }
    try (Held _ = lock(attempts);
        Draft draft = draft(file, key, change)) {
      if (draft != null) {
        publish(draft, file);
      }
    }
  }

  /// New contents of a file that do not have its name yet.
  ///
  /// @param path where they are
  /// @param size how large they are
  /// @param present what they were made of, open: as long as it is no other file is identical to it
  /// @param replaces the {@link #identity} of that
  private record Draft(Path path, long size, @Nullable CodeFile present, Object replaces)
      implements Closeable {
    @Override
    public void close() throws IOException {
      if (present != null) {
        present.close();
      }
      Files.deleteIfExists(path);
    }
  }

  /// Writes a draft.
  ///
  /// @return null if the file is as it shall be
  @SuppressWarnings("MustBeClosedChecker")
  private @Nullable Draft draft(Path file, CodeKey key, Change change) throws IOException {
    Object replaces = identity(file);
    CodeFile present = CodeFile.open(file, key);
    Path path = null;
    boolean isWritten = false;
    try {
      CodeFile.Contents contents = change.apply(present);
      if (contents == null) {
        return null;
      }
      if (contents.size() > maxBytes) {
        throw new TooLargeException(
            file
                + ": "
                + contents.size()
                + " bytes of translated code are more than the whole cache may have ("
                + maxBytes
                + ")");
      }
      path = Files.createTempFile(file.getParent(), "draft", DRAFT_SUFFIX);
      write(path, contents);
      isWritten = true;
      return new Draft(path, contents.size(), present, replaces);
    } finally {
      if (!isWritten) {
        if (present != null) {
          present.close();
        }
        if (path != null) {
          Files.deleteIfExists(path);
        }
      }
    }
  }

  /// Gives a draft the name of its file; the lock is held.
  private void publish(Draft draft, Path file) throws IOException {
    // Before it is there: whoever is killed in between leaves no more than is allowed.
    pruneLocked(maxBytes, null, file, draft.size());
    Files.move(
        draft.path(), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// What tells a file from others that have or had its name; where the system has no such thing,
  /// it differs each time.
  static Object identity(Path file) throws IOException {
    try {
      Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      return key == null ? new Object() : key;
    } catch (NoSuchFileException _) {
      return NO_FILE;
    }
  }

  private static void write(Path draft, CodeFile.Contents contents) throws IOException {
    // Not forced to the disk: after a power cut the checksums tell.
    try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      for (ByteBuffer each : contents.buffers()) {
        while (each.hasRemaining()) {
          channel.write(each);
        }
      }
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      // A full disk: the channel does not say of which file.
      FileSystemException named =
          new FileSystemException(draft.toString(), null, String.valueOf(e.getMessage()));
      named.initCause(e);
      throw named;
    }
  }

  /// The right to write.
  private record Held(FileChannel channel) implements Closeable {
    @Override
    public void close() throws IOException {
      try {
        channel.close();
      } finally {
        HERE.unlock();
      }
    }
  }

  /// Waits until no other JVM writes. The system takes the lock back from whoever is killed, but
  /// not from whoever is stopped.
  ///
  /// @param attempts how often it is tried; once if it was in vain a short while ago
  /// @throws BusyException if that takes too long
  private Held lock(int attempts) throws IOException {
    Path file = folder.resolve("lock");
    Long busy = BUSY.get(file);
    int most =
        attempts == SHORT && busy != null && System.nanoTime() - busy < BUSY_FOR ? 1 : attempts;
    for (int i = 1; ; i++) {
      Held held = tryLock(file);
      if (held != null) {
        BUSY.remove(file);
        return held;
      }
      if (i >= most) {
        BUSY.put(file, System.nanoTime());
        throw new BusyException(
            file
                + ": another JVM holds the lock; run again when it has written, or end it if it hangs");
      }
      try {
        Thread.sleep(LOCK_PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException(file + ": interrupted while another JVM holds the lock");
      }
    }
  }

  /// Nobody else of this JVM waits for the time between two attempts.
  private static @Nullable Held tryLock(Path file) throws IOException {
    FileChannel channel = null;
    boolean isHeld = false;
    HERE.lock();
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      isHeld = channel.tryLock() != null;
      return isHeld ? new Held(channel) : null;
    } catch (OverlappingFileLockException e) {
      // Another class loader has a Graft of its own, which holds the lock now.
      throw new IOException(file + ": another part of this JVM holds the lock", e);
    } finally {
      if (!isHeld) {
        if (channel != null) {
          channel.close();
        }
        HERE.unlock();
      }
    }
  }

  /// Not `Files.walk`, which fails if a draft of another JVM goes meanwhile.
  private List<Path> files(String suffix) throws IOException {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      for (Path inner : list(folder, "*")) {
        if (Files.isDirectory(inner)) {
          files.addAll(list(inner, "*" + suffix));
        }
      }
    }
    files.sort(null);
    return files;
  }

  private static List<Path> list(Path folder, String glob) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, glob)) {
      stream.forEach(files::add);
    } catch (NoSuchFileException _) {
      // Somebody has removed it meanwhile.
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return files;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CodeCache cache
        && cache.folder.equals(folder)
        && cache.maxBytes == maxBytes
        && cache.byItself == byItself;
  }

  @Override
  public int hashCode() {
    return folder.hashCode();
  }

  /// The folder.
  @Override
  public String toString() {
    return folder.toString();
  }
}
