package graft.host;

import static graft.host.FakeGuest.SCRATCH;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.runtime.GuestExit;
import graft.runtime.HostSymbol;
import graft.runtime.Memory;
import graft.vfs.Errno;
import graft.vfs.GuestFiles;
import graft.vfs.Mount;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// WASI's functions, called as a guest calls them.
final class WasiHostTest {
  private static final String MODULE = "wasi_snapshot_preview1";
  private static final int OUT = 0x8000;
  private static final long ALL_RIGHTS = -1L;
  private static final long READ = 2;
  private static final long WRITE = 64;

  private final FakeGuest guest = new FakeGuest();
  private final Memory memory = guest.memory();
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private GuestFiles files;
  private WasiHost host;

  @BeforeEach
  void start() throws IOException {
    files =
        GuestFiles.builder()
            .mount("/", Mount.memory(1 << 20))
            .mount("/data", Mount.memory(1 << 20))
            .standardInput(new ByteArrayInputStream("typed".getBytes(UTF_8)))
            .standardOutput(output)
            .build();
    host =
        WasiHost.of(
            guest,
            HostOptions.builder()
                .arguments("prog", "-v", "größe")
                .environment("HOME", "/data")
                .environment("LANG", "C")
                .clock(HostClock.standingAt(Instant.ofEpochSecond(1_000_000_000, 5)))
                .random(new Random(7))
                .files(files)
                .build());
  }

  private int call(String name, Object... arguments) {
    return (Integer) FakeGuest.call(host, MODULE, name, "i", arguments);
  }

  private void ok(String name, Object... arguments) {
    assertThat(call(name, arguments)).as(name).isZero();
  }

  private void fails(Errno errno, String name, Object... arguments) {
    assertThat(call(name, arguments)).as(name).isEqualTo(errno.wasi());
  }

  /// Opens the mounts: `/` is 3, `/data` is 4.
  private void preopen() {
    ok("fd_prestat_get", 3, OUT);
  }

  private int open(int fd, String path, int openFlags, long rights) {
    ok("path_open", fd, 1, guest.string(path), length(path), openFlags, rights, 0L, 0, OUT);
    return memory.i32(OUT);
  }

  private static int length(String path) {
    return path.getBytes(UTF_8).length;
  }

  private void write(int fd, String text) {
    ok("fd_write", fd, guest.iovec(guest.string(text), length(text)), 1, OUT);
    assertThat(memory.i32(OUT)).isEqualTo(length(text));
  }

  private String read(int fd, int limit) {
    ok("fd_read", fd, guest.iovec(SCRATCH, limit), 1, OUT);
    return memory.utf8(SCRATCH, memory.i32(OUT));
  }

  @Test
  void allFunctionsOfThePreviewAreThere() {
    assertThat(
            host.symbols().stream()
                .filter(each -> each.module().equals(MODULE))
                .map(HostSymbol::name)
                .distinct())
        .hasSize(46);
    assertThat(host.find("wasi_unstable", "fd_write", FakeGuest.type("i iiii"))).isNotNull();
    assertThat(host.find("env", "fd_write", FakeGuest.type("i iiii"))).isNull();
  }

  @Test
  void argumentsAndEnvironmentArePassed() {
    ok("args_sizes_get", OUT, OUT + 4);
    assertThat(memory.i32(OUT)).isEqualTo(3);
    assertThat(memory.i32(OUT + 4)).isEqualTo("prog\0-v\0größe\0".getBytes(UTF_8).length);
    ok("args_get", OUT, SCRATCH);
    assertThat(memory.cString(memory.i32(OUT))).isEqualTo("prog");
    assertThat(memory.cString(memory.i32(OUT + 8))).isEqualTo("größe");
    ok("environ_sizes_get", OUT, OUT + 4);
    assertThat(memory.i32(OUT)).isEqualTo(2);
    ok("environ_get", OUT, SCRATCH);
    assertThat(memory.cString(memory.i32(OUT))).isEqualTo("HOME=/data");
    assertThat(memory.cString(memory.i32(OUT + 4))).isEqualTo("LANG=C");
  }

  @Test
  void clocksAndRandomNumbersAreTheEmbedders() {
    ok("clock_time_get", 0, 1L, OUT);
    assertThat(memory.i64(OUT)).isEqualTo(1_000_000_000_000_000_005L);
    ok("clock_time_get", 1, 0, 0, OUT);
    assertThat(memory.i64(OUT)).isZero();
    ok("clock_res_get", 0, OUT);
    assertThat(memory.i64(OUT)).isPositive();
    fails(Errno.EINVAL, "clock_time_get", 9, 1L, OUT);
    ok("random_get", OUT, 16);
    byte[] expected = new byte[16];
    new Random(7).nextBytes(expected);
    assertThat(memory.read(OUT, 16)).isEqualTo(expected);
  }

  @Test
  void exitAndSignalsEndTheGuest() {
    assertThatThrownBy(() -> FakeGuest.call(host, MODULE, "proc_exit", "v", 3))
        .isInstanceOfSatisfying(GuestExit.class, e -> assertThat(e.status()).isEqualTo(3));
    assertThatThrownBy(() -> call("proc_raise", 6))
        .isInstanceOfSatisfying(GuestExit.class, e -> assertThat(e.status()).isEqualTo(134));
    ok("proc_raise", 0);
    fails(Errno.EINVAL, "proc_raise", 99);
    ok("sched_yield");
  }

  @Test
  void standardStreamsAreRead() {
    assertThat(read(0, 3)).isEqualTo("typ");
    assertThat(read(0, 10)).isEqualTo("ed");
    assertThat(read(0, 10)).isEmpty();
    write(1, "hello\n");
    assertThat(output.toString(UTF_8)).isEqualTo("hello\n");
    fails(Errno.EBADF, "fd_read", 1, guest.iovec(SCRATCH, 1), 1, OUT);
    fails(Errno.ESPIPE, "fd_seek", 1, 0L, 0, OUT);
  }

  @Test
  void severalBuffersAreOneWrite() {
    int buffers = guest.malloc(24);
    String[] parts = {"a", "", "bc"};
    for (int i = 0; i < 3; i++) {
      memory.setI32(buffers + 8 * i, guest.string(parts[i]));
      memory.setI32(buffers + 8 * i + 4, parts[i].length());
    }
    ok("fd_write", 1, buffers, 3, OUT);
    assertThat(memory.i32(OUT)).isEqualTo(3);
    assertThat(output.toString(UTF_8)).isEqualTo("abc");
    fails(Errno.EINVAL, "fd_write", 1, buffers, 5000, OUT);
  }

  @Test
  void mountsArePreopened() {
    ok("fd_prestat_get", 3, OUT);
    assertThat(memory.i64(OUT)).isEqualTo(1L << 32);
    ok("fd_prestat_get", 4, OUT);
    assertThat(memory.i32(OUT + 4)).isEqualTo(5);
    ok("fd_prestat_dir_name", 4, OUT, 5);
    assertThat(memory.utf8(OUT, 5)).isEqualTo("/data");
    fails(Errno.ENAMETOOLONG, "fd_prestat_dir_name", 4, OUT, 4);
    fails(Errno.EBADF, "fd_prestat_get", 5, OUT);
    fails(Errno.EBADF, "fd_prestat_get", 1, OUT);
  }

  @Test
  void filesAreMadeAndRead() {
    preopen();
    int fd = open(4, "file", 1, READ | WRITE);
    write(fd, "0123456789");
    ok("fd_seek", fd, -4L, 2, OUT);
    assertThat(memory.i64(OUT)).isEqualTo(6);
    assertThat(read(fd, 2)).isEqualTo("67");
    ok("fd_seek", fd, 1, 0, 0, OUT);
    ok("fd_tell", fd, OUT);
    assertThat(memory.i64(OUT)).isEqualTo(1);
    ok("fd_pwrite", fd, guest.iovec(guest.string("xy"), 2), 1, 4L, OUT);
    ok("fd_pread", fd, guest.iovec(SCRATCH, 4), 1, 3, 0, OUT);
    assertThat(memory.utf8(SCRATCH, 4)).isEqualTo("3xy6");
    ok("fd_filestat_set_size", fd, 5L);
    ok("fd_allocate", fd, 0L, 8L);
    ok("fd_sync", fd);
    ok("fd_datasync", fd);
    ok("fd_advise", fd, 0L, 0L, 0);
    ok("fd_filestat_get", fd, OUT);
    assertThat(memory.u8(OUT + 16)).isEqualTo(4);
    assertThat(memory.i64(OUT + 24)).isEqualTo(1);
    assertThat(memory.i64(OUT + 32)).isEqualTo(8);
    ok("fd_close", fd);
    fails(Errno.EBADF, "fd_close", fd);
    fails(Errno.EEXIST, "path_open", 4, 0, guest.string("file"), 4, 1 | 4, READ, 0L, 0, OUT);
    int reader = open(4, "file", 0, READ);
    fails(Errno.EBADF, "fd_write", reader, guest.iovec(SCRATCH, 1), 1, OUT);
  }

  @Test
  void descriptorsSayWhatTheyAre() {
    preopen();
    ok("fd_fdstat_get", 3, OUT);
    assertThat(memory.u8(OUT)).isEqualTo(3);
    assertThat(memory.i64(OUT + 16) & (READ | WRITE)).isEqualTo(READ | WRITE);
    int fd = open(4, "file", 1, WRITE);
    ok("fd_fdstat_set_flags", fd, 1);
    ok("fd_fdstat_get", fd, OUT);
    assertThat(memory.u8(OUT)).isEqualTo(4);
    assertThat(memory.u16(OUT + 2)).isEqualTo(1);
    assertThat(memory.i64(OUT + 8) & (READ | WRITE)).isEqualTo(WRITE);
    fails(Errno.EINVAL, "fd_fdstat_set_flags", fd, 2);
    fails(Errno.ENOTSUP, "fd_fdstat_set_rights", fd, ALL_RIGHTS, 0L);
    ok("fd_fdstat_get", 1, OUT);
    assertThat(memory.u8(OUT)).isZero();
    int other = open(4, "other", 1, WRITE);
    ok("fd_renumber", fd, other);
    fails(Errno.EBADF, "fd_fdstat_get", fd, OUT);
    ok("fd_fdstat_get", other, OUT);
  }

  @Test
  void directoriesAreReadInPieces() {
    preopen();
    for (String name : List.of("a", "longer-name", "z")) {
      ok("fd_close", open(4, name, 1, WRITE));
    }
    List<String> names = new ArrayList<>();
    long cookie = 0;
    int size = 40;
    while (true) {
      ok("fd_readdir", 4, SCRATCH, size, cookie, OUT);
      int used = memory.i32(OUT);
      int at = 0;
      while (at + 24 <= used) {
        int nameLength = memory.i32(SCRATCH + at + 16);
        if (at + 24 + nameLength > used) {
          break;
        }
        names.add(memory.utf8(SCRATCH + at + 24, nameLength));
        cookie = memory.i64(SCRATCH + at);
        at += 24 + nameLength;
      }
      if (used < size) {
        break;
      }
    }
    assertThat(names).containsExactly(".", "..", "a", "longer-name", "z");
    fails(Errno.ENOTDIR, "fd_readdir", 1, SCRATCH, size, 0L, OUT);
  }

  @Test
  void pathsStayInTheirDirectory() {
    preopen();
    ok("path_create_directory", 4, guest.string("d"), 1);
    int fd = open(4, "d", 2, READ);
    String path = "../x";
    fails(Errno.EPERM, "path_open", fd, 0, guest.string(path), path.length(), 1, WRITE, 0L, 0, OUT);
    fails(Errno.EPERM, "path_filestat_get", fd, 0, guest.string("/dev/null"), 9, OUT);
    ok("path_symlink", guest.string("../x"), 4, 4, guest.string("d/l"), 3);
    fails(Errno.EPERM, "path_filestat_get", fd, 1, guest.string("l"), 1, OUT);
    ok("path_filestat_get", fd, 0, guest.string("l"), 1, OUT);
    assertThat(memory.u8(OUT + 16)).isEqualTo(7);
    ok("path_readlink", fd, guest.string("l"), 1, SCRATCH, 3, OUT);
    assertThat(memory.utf8(SCRATCH, memory.i32(OUT))).isEqualTo("../");
    memory.setI8(SCRATCH, 0xff);
    fails(Errno.EILSEQ, "path_create_directory", 4, SCRATCH, 1);
  }

  @Test
  void namesAreMovedLinkedAndRemoved() {
    preopen();
    write(open(4, "a", 1, WRITE), "text");
    ok("path_link", 4, 0, guest.string("a"), 1, 4, guest.string("b"), 1);
    ok("path_rename", 4, guest.string("a"), 1, 4, guest.string("c"), 1);
    ok("path_filestat_get", 4, 0, guest.string("c"), 1, OUT);
    assertThat(memory.i64(OUT + 24)).isEqualTo(2);
    ok("path_filestat_set_times", 4, 0, guest.string("c"), 1, 3_000_000_000L, 0L, 1 | 8);
    ok("path_filestat_get", 4, 0, guest.string("b"), 1, OUT);
    assertThat(memory.i64(OUT + 40)).isEqualTo(3_000_000_000L);
    assertThat(memory.i64(OUT + 48)).isEqualTo(1_000_000_000_000_000_005L);
    fails(Errno.EINVAL, "path_filestat_set_times", 4, 0, guest.string("c"), 1, 0L, 0L, 3);
    fails(Errno.EXDEV, "path_rename", 4, guest.string("c"), 1, 3, guest.string("c"), 1);
    ok("path_unlink_file", 4, guest.string("c"), 1);
    fails(Errno.ENOENT, "path_unlink_file", 4, guest.string("c"), 1);
    fails(Errno.ENOTDIR, "path_remove_directory", 4, guest.string("b"), 1);
    fails(Errno.ENOTDIR, "path_unlink_file", 1, guest.string("b"), 1);
  }

  @Test
  void pollingWaitsForTimeOrInput() {
    int clockOnly = guest.malloc(48);
    memory.fill(clockOnly, 48, 0);
    memory.setI64(clockOnly, 42);
    memory.setI32(clockOnly + 16, 1);
    memory.setI64(clockOnly + 24, 2_000_000_000L);
    ok("poll_oneoff", clockOnly, SCRATCH, 1, OUT);
    assertThat(memory.i32(OUT)).isEqualTo(1);
    assertThat(memory.i64(SCRATCH)).isEqualTo(42);
    ok("clock_time_get", 1, 0L, OUT);
    assertThat(memory.i64(OUT)).isEqualTo(2_000_000_000L);

    int both = guest.malloc(144);
    memory.fill(both, 144, 0);
    memory.setI64(both + 24, 5_000_000_000L);
    memory.setI64(both + 48, 1);
    memory.setI8(both + 56, 1);
    memory.setI32(both + 64, 0);
    memory.setI64(both + 96, 2);
    memory.setI8(both + 104, 2);
    memory.setI32(both + 112, 77);
    ok("poll_oneoff", both, SCRATCH, 3, OUT);
    assertThat(memory.i32(OUT)).isEqualTo(2);
    assertThat(memory.i64(SCRATCH)).isEqualTo(1);
    assertThat(memory.u8(SCRATCH + 10)).isEqualTo(1);
    assertThat(memory.i64(SCRATCH + 16)).isEqualTo(5);
    assertThat(memory.i64(SCRATCH + 32)).isEqualTo(2);
    assertThat(memory.u16(SCRATCH + 40)).isEqualTo(Errno.EBADF.wasi());
    fails(Errno.EINVAL, "poll_oneoff", both, SCRATCH, 0, OUT);
  }

  @Test
  void thereAreNoSockets() {
    fails(Errno.ENOTSOCK, "sock_shutdown", 1, 0);
    fails(Errno.EBADF, "sock_accept", 50, 0, OUT);
    fails(Errno.ENOTSOCK, "sock_recv", 0, OUT, 0, 0, OUT, OUT);
    fails(Errno.ENOTSOCK, "sock_send", 0, OUT, 0, 0, OUT);
  }

  @Test
  void pointersOutOfTheMemoryAreFaults() {
    fails(Errno.EFAULT, "fd_write", 1, -8, 1, OUT);
    fails(Errno.EFAULT, "fd_write", 1, guest.iovec(0x3fff0, 0x100), 1, OUT);
    fails(Errno.EFAULT, "fd_write", 1, guest.iovec(0, -1), 1, OUT);
    fails(Errno.EFAULT, "random_get", 0, -1);
    fails(Errno.EFAULT, "args_get", 0x40000, 0);
    preopen();
    fails(Errno.EFAULT, "path_open", 3, 0, 0x40000, 1, 1, WRITE, 0L, 0, OUT);
    fails(Errno.EFAULT, "path_open", 3, 0, guest.string("x"), 1, 1, WRITE, 0L, 0, -4);
  }

  @Test
  void theOlderVersionHasItsOwnLayouts() {
    preopen();
    int fd = open(4, "file", 1, READ | WRITE);
    write(fd, "12345");
    assertThat(FakeGuest.call(host, "wasi_unstable", "fd_seek", "i", fd, -2L, 1, OUT)).isEqualTo(0);
    assertThat(memory.i64(OUT)).isEqualTo(3);
    assertThat(FakeGuest.call(host, "wasi_unstable", "fd_filestat_get", "i", fd, OUT)).isEqualTo(0);
    assertThat(memory.i32(OUT + 20)).isEqualTo(1);
    assertThat(memory.i64(OUT + 24)).isEqualTo(5);
    int clock = guest.malloc(56);
    memory.fill(clock, 56, 0);
    memory.setI32(clock + 24, 1);
    memory.setI64(clock + 32, 1000);
    assertThat(FakeGuest.call(host, "wasi_unstable", "poll_oneoff", "i", clock, SCRATCH, 1, OUT))
        .isEqualTo(0);
    assertThat(memory.i32(OUT)).isEqualTo(1);
  }
}
