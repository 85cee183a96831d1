package graft.host.wasi;

import static graft.host.wasi.Wasi.errno;

import graft.host.HostClock;
import graft.host.HostOptions;
import graft.runtime.Guest;
import graft.runtime.HostFunction;
import graft.runtime.HostModule;
import graft.runtime.Memory;
import graft.runtime.Trap;
import graft.vfs.Descriptors;
import graft.vfs.Errno;
import graft.vfs.ErrnoException;
import graft.vfs.FileType;
import graft.vfs.OpenFile;
import graft.vfs.Whence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Waiting: `poll_oneoff`.
@HostModule(Wasi.PREVIEW1)
final class WasiPoll {
  private static final int CLOCK = 0;
  private static final int FD_READ = 1;
  private static final int FD_WRITE = 2;
  private static final int EVENT_SIZE = 32;
  private static final int HANGUP = 1;

  /// How often to look whether a stream has something to read; Java cannot wait for that.
  private static final long LOOK_EVERY_NANOS = 5_000_000;

  private final Guest guest;
  private final HostClock clock;
  private final Descriptors descriptors;

  WasiPoll(Guest guest, HostOptions options) {
    this.guest = guest;
    this.clock = options.clock();
    this.descriptors = options.files().descriptors();
  }

  /// What the guest waits for.
  ///
  /// @param fd for files
  /// @param clockId for clocks
  /// @param deadline what that clock will show
  private record Subscription(long userdata, int type, int fd, int clockId, long deadline) {}

  /// What has happened.
  private record Event(Subscription of, @Nullable Errno error, long bytes, int flags) {}

  @HostFunction("poll_oneoff")
  public int pollOneoff(int subscriptions, int events, int count, int happened) {
    return pollOneoff(PollLayout.PREVIEW1, subscriptions, events, count, happened);
  }

  int pollOneoff(PollLayout layout, int subscriptions, int events, int count, int happened) {
    return errno(() -> {
      Memory memory = guest.memory();
      if (count <= 0) {
        throw new ErrnoException(Errno.EINVAL);
      }
      memory.check(subscriptions, (long) layout.size() * count);
      memory.check(events, (long) EVENT_SIZE * count);
      List<Subscription> wanted = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        wanted.add(read(memory, layout, subscriptions + layout.size() * i));
      }
      List<Event> all = await(wanted);
      for (int i = 0; i < all.size(); i++) {
        write(memory, events + EVENT_SIZE * i, all.get(i));
      }
      memory.setI32(happened, all.size());
    });
  }

  private Subscription read(Memory memory, PollLayout layout, int address) throws ErrnoException {
    long userdata = memory.i64(address);
    int type = memory.u8(address + 8);
    if (type > FD_WRITE) {
      throw new ErrnoException(Errno.EINVAL);
    }
    if (type != CLOCK) {
      return new Subscription(userdata, type, memory.i32(address + 16), 0, 0);
    }
    int clockId = memory.i32(address + layout.clockId());
    long timeout = memory.i64(address + layout.timeout());
    boolean absolute = (memory.u16(address + layout.flags()) & 1) != 0;
    long now = WasiClocks.now(clock, clockId);
    long deadline = absolute ? timeout : now + timeout;
    boolean overflows = !absolute && Long.compareUnsigned(timeout, Long.MAX_VALUE - now) > 0;
    return new Subscription(userdata, type, 0, clockId, overflows ? Long.MAX_VALUE : deadline);
  }

  private List<Event> await(List<Subscription> wanted) throws ErrnoException {
    while (true) {
      List<Event> events = new ArrayList<>();
      long wait = Long.MAX_VALUE;
      boolean files = false;
      boolean clocks = false;
      for (Subscription each : wanted) {
        if (each.type == CLOCK) {
          clocks = true;
          long left = each.deadline - WasiClocks.now(clock, each.clockId);
          if (left <= 0) {
            events.add(new Event(each, null, 0, 0));
          }
          wait = Math.min(wait, left);
        } else {
          files = true;
          Event event = look(each);
          if (event != null) {
            events.add(event);
          }
        }
      }
      if (!events.isEmpty()) {
        return events;
      }
      if (!clocks) {
        // Without a time limit the guest may as well wait in the read that follows.
        return wanted.stream().map(each -> new Event(each, null, 1, 0)).toList();
      }
      sleep(files ? Math.min(wait, LOOK_EVERY_NANOS) : wait);
    }
  }

  private void sleep(long nanos) throws ErrnoException {
    try {
      clock.sleep(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Trap.interrupted();
    }
  }

  private @Nullable Event look(Subscription subscription) {
    try {
      OpenFile file = descriptors.get(subscription.fd);
      int flags = file.isHungUp() ? HANGUP : 0;
      if (subscription.type == FD_READ) {
        long available = file.available();
        if (available == 0 && flags == 0) {
          return null;
        }
        return new Event(subscription, null, available < 0 ? rest(file) : available, flags);
      }
      return file.acceptsWrites() || flags != 0 ? new Event(subscription, null, 1, flags) : null;
    } catch (ErrnoException e) {
      return new Event(subscription, e.errno(), 0, 0);
    }
  }

  private static long rest(OpenFile file) throws ErrnoException {
    return file.type() == FileType.REGULAR
        ? Math.max(0, file.status().sizeInBytes() - file.seek(0, Whence.CURRENT))
        : 1;
  }

  private static void write(Memory memory, int address, Event event) {
    memory.fill(address, EVENT_SIZE, 0);
    memory.setI64(address, event.of.userdata);
    memory.setI16(address + 8, event.error == null ? 0 : event.error.wasi());
    memory.setI8(address + 10, event.of.type);
    if (event.of.type != CLOCK) {
      memory.setI64(address + 16, event.bytes);
      memory.setI16(address + 24, event.flags);
    }
  }
}
