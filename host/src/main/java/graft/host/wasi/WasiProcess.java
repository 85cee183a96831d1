package graft.host.wasi;

import static graft.host.wasi.Wasi.errno;

import graft.host.HostOptions;
import graft.runtime.Guest;
import graft.runtime.GuestExit;
import graft.runtime.HostFunction;
import graft.runtime.HostModule;
import graft.vfs.Errno;
import graft.vfs.ErrnoException;
import java.util.List;
import java.util.Map;

/// Arguments, environment, random bytes, the end.
@HostModule(Wasi.PREVIEW1)
final class WasiProcess {
  private static final int MAX_RANDOM_CHUNK = 1 << 16;

  private final Guest guest;
  private final HostOptions options;
  private final StringTable arguments;
  private final StringTable environment;

  WasiProcess(Guest guest, HostOptions options, Map<String, String> environment) {
    this.guest = guest;
    this.options = options;
    this.arguments = new StringTable(options.arguments());
    List<String> variables =
        environment.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()).toList();
    this.environment = new StringTable(variables);
  }

  @HostFunction("args_sizes_get")
  public int argsSizesGet(int count, int size) {
    return errno(() -> arguments.writeSizes(guest.memory(), count, size));
  }

  @HostFunction("args_get")
  public int argsGet(int pointers, int buffer) {
    return errno(() -> arguments.write(guest.memory(), pointers, buffer));
  }

  @HostFunction("environ_sizes_get")
  public int environSizesGet(int count, int size) {
    return errno(() -> environment.writeSizes(guest.memory(), count, size));
  }

  @HostFunction("environ_get")
  public int environGet(int pointers, int buffer) {
    return errno(() -> environment.write(guest.memory(), pointers, buffer));
  }

  @HostFunction("random_get")
  public int randomGet(int buffer, int length) {
    return errno(() -> {
      guest.memory().check(buffer, Integer.toUnsignedLong(length));
      for (int done = 0; done < length; done += MAX_RANDOM_CHUNK) {
        byte[] bytes = new byte[Math.min(length - done, MAX_RANDOM_CHUNK)];
        options.random().nextBytes(bytes);
        guest.memory().write(buffer + done, bytes);
      }
    });
  }

  @HostFunction("proc_exit")
  public void procExit(int status) {
    throw new GuestExit(status);
  }

  /// Nobody can handle a signal in WASI: those that end a process end this one, with the status
  /// that a shell would show; those that are ignored are ignored.
  @HostFunction("proc_raise")
  public int procRaise(int signal) {
    return errno(() -> {
      switch (signal) {
        case 0, 16, 22, 27 -> {} // none, chld, urg, winch
        case 17, 18, 19, 20, 21 -> throw new ErrnoException(Errno.ENOSYS); // cont, stop, ...
        default -> {
          if (signal < 0 || signal > 30) {
            throw new ErrnoException(Errno.EINVAL);
          }
          throw new GuestExit(128 + signal);
        }
      }
    });
  }

  @HostFunction("sched_yield")
  @SuppressWarnings("ThreadPriorityCheck") // it is what the guest asks for
  public int schedYield() {
    Thread.yield();
    return 0;
  }
}
