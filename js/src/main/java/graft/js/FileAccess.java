package graft.js;

import graft.vfs.DirectoryEntry;
import graft.vfs.Errno;
import graft.vfs.ErrnoException;
import graft.vfs.FileStatus;
import graft.vfs.Folder;
import graft.vfs.GuestFiles;
import graft.vfs.OpenFile;
import graft.vfs.OpenOptions;
import graft.vfs.Whence;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.jspecify.annotations.Nullable;

/// The guest's files: what `FS` does.
final class FileAccess {
  private static final int LEAST = 1 << 16;
  private static final int O_ACCMODE = 3;
  private static final int O_CREAT = 0100;
  private static final int O_EXCL = 0200;
  private static final int O_TRUNC = 01000;
  private static final int O_APPEND = 02000;

  private final ScriptRealm realm;
  private final GuestFiles files;

  FileAccess(ScriptRealm realm, GuestFiles files) {
    this.realm = realm;
    this.files = files;
  }

  /// What a function does with files.
  @FunctionalInterface
  private interface Operation {
    @Nullable Object run(Value... arguments) throws ErrnoException;
  }

  /// What a function does with files, without a result.
  @FunctionalInterface
  private interface Action {
    void run(Value... arguments) throws ErrnoException;
  }

  private void function(Map<String, Object> host, String name, Operation operation) {
    realm.function(
        host,
        name,
        arguments -> {
          try {
            return operation.run(arguments);
          } catch (ErrnoException e) {
            return raise(e.errno());
          } catch (ClassCastException
              | UnsupportedOperationException
              | IllegalArgumentException
              | IndexOutOfBoundsException
              | NegativeArraySizeException
              | NullPointerException e) {
            // JavaScript passes what it likes: no number, undefined, or none that makes sense.
            return raise(Errno.EINVAL);
          }
        });
  }

  private Object raise(Errno errno) {
    return realm
        .helper("raise")
        .execute(errno.emscripten(), errno.name(), errno.name() + ": " + errno.message());
  }

  private void action(Map<String, Object> host, String name, Action action) {
    function(
        host,
        name,
        arguments -> {
          action.run(arguments);
          return null;
        });
  }

  private Folder here() {
    return files.workingDirectory();
  }

  private OpenFile file(Value descriptor) throws ErrnoException {
    return files.descriptors().get(descriptor.asInt());
  }

  void addTo(Map<String, Object> host) {
    action(
        host,
        "writeFile",
        a -> write(a[0].asString(), TextAccess.buffer(a[1], a[2], a[3]), a[4].asBoolean()));
    function(host, "readFile", a -> ByteBuffer.wrap(files.read(a[0].asString())));
    action(host, "mkdir", a -> here().createDirectory(a[0].asString(), a[1].asInt()));
    action(host, "rmdir", a -> here().removeDirectory(a[0].asString()));
    action(host, "unlink", a -> here().removeFile(a[0].asString()));
    action(host, "rename", a -> here().rename(a[0].asString(), here(), a[1].asString()));
    action(host, "symlink", a -> here().symlink(a[0].asString(), a[1].asString()));
    function(host, "readlink", a -> here().readLink(a[0].asString()));
    function(host, "readdir", a -> names(a[0].asString()));
    function(host, "stat", a -> status(here().status(a[0].asString(), a[1].asBoolean())));
    action(host, "truncate", a -> here().truncate(a[0].asString(), a[1].asLong()));
    action(host, "chmod", a -> here().setPermissions(a[0].asString(), true, a[1].asInt() & 07777));
    action(
        host, "utime", a -> here().setTimes(a[0].asString(), true, instant(a[1]), instant(a[2])));
    function(host, "cwd", _ -> here().path());
    action(host, "chdir", a -> files.setWorkingDirectory(here().folder(a[0].asString())));
    function(host, "open", a -> open(a[0].asString(), a[1].asInt(), a[2].asInt()));
    action(host, "close", a -> files.descriptors().close(a[0].asInt()));
    function(host, "read", a -> read(file(a[0]), a[1].asInt(), a[2].asLong()));
    function(
        host, "write", a -> write(file(a[0]), TextAccess.buffer(a[1], a[2], a[3]), a[4].asLong()));
    function(
        host, "seek", a -> (double) file(a[0]).seek(a[1].asLong(), Whence.values()[a[2].asInt()]));
  }

  private static Instant instant(Value milliseconds) {
    return Instant.ofEpochMilli((long) milliseconds.asDouble());
  }

  private static ProxyArray status(FileStatus status) {
    return ProxyArray.fromArray(
        status.type().name(),
        (double) status.device(),
        (double) status.inode(),
        status.permissions(),
        (double) status.links(),
        (double) status.sizeInBytes(),
        (double) status.accessed().toEpochMilli(),
        (double) status.modified().toEpochMilli(),
        (double) status.changed().toEpochMilli());
  }

  private Object names(String path) throws ErrnoException {
    int descriptor =
        files
            .descriptors()
            .add(
                here()
                    .open(
                        path,
                        new OpenOptions(
                            true, false, false, false, false, false, true, true, false, 0)));
    try {
      OpenFile folder = files.descriptors().get(descriptor);
      List<Object> names = new ArrayList<>();
      long cookie = 0;
      List<DirectoryEntry> entries = folder.entries(cookie, 100);
      while (!entries.isEmpty()) {
        for (DirectoryEntry entry : entries) {
          names.add(entry.name());
          cookie = entry.next();
        }
        entries = folder.entries(cookie, 100);
      }
      return realm.helper("arrayOf").execute(names.toArray());
    } finally {
      files.descriptors().close(descriptor);
    }
  }

  private int open(String path, int flags, int permissions) throws ErrnoException {
    int access = flags & O_ACCMODE;
    OpenOptions options =
        new OpenOptions(
            access != 1,
            access != 0,
            (flags & O_APPEND) != 0,
            (flags & O_CREAT) != 0,
            (flags & O_EXCL) != 0,
            (flags & O_TRUNC) != 0,
            false,
            true,
            false,
            permissions);
    return files.descriptors().add(here().open(path, options));
  }

  private static ByteBuffer read(OpenFile file, int length, long position) throws ErrnoException {
    if (length < 0) {
      throw new ErrnoException(Errno.EINVAL);
    }
    // No more than there is, whatever length the guest names; devices have no size.
    long left = Math.max(LEAST, file.status().sizeInBytes() - Math.max(0, position));
    ByteBuffer target = ByteBuffer.allocate((int) Math.min(length, left));
    int count = position < 0 ? file.read(target) : file.read(target, position);
    return ByteBuffer.wrap(Arrays.copyOf(target.array(), Math.max(0, count)));
  }

  private static int write(OpenFile file, byte[] bytes, long position) throws ErrnoException {
    ByteBuffer source = ByteBuffer.wrap(bytes);
    return position < 0 ? file.write(source) : file.write(source, position);
  }

  private void write(String path, byte[] bytes, boolean append) throws ErrnoException {
    int mode = append ? O_APPEND : O_TRUNC;
    int descriptor = open(path, 1 | O_CREAT | mode, 0666);
    try {
      OpenFile file = files.descriptors().get(descriptor);
      ByteBuffer source = ByteBuffer.wrap(bytes);
      int count = 1;
      while (source.hasRemaining() && count > 0) {
        count = file.write(source);
      }
    } finally {
      files.descriptors().close(descriptor);
    }
  }
}
