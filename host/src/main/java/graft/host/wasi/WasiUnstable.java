package graft.host.wasi;

import static graft.host.wasi.Wasi.errno;

import graft.host.HostOptions;
import graft.runtime.Guest;
import graft.runtime.HostFunction;
import graft.runtime.HostModule;
import graft.vfs.GuestFiles;

/// What `wasi_unstable` ([snapshot
/// 0](https://github.com/WebAssembly/WASI/blob/main/legacy/preview0/docs.md)) has otherwise than
/// preview 1: `whence` counts CURRENT, END, START; `filestat` and `subscription` are laid out
/// differently. All its other functions are preview 1's.
@HostModule(Wasi.UNSTABLE)
final class WasiUnstable {
  private final Guest guest;
  private final GuestFiles files;
  private final WasiDescriptors descriptors;
  private final WasiPoll poll;

  WasiUnstable(Guest guest, HostOptions options, WasiDescriptors descriptors, WasiPoll poll) {
    this.guest = guest;
    this.files = options.files();
    this.descriptors = descriptors;
    this.poll = poll;
  }

  @HostFunction("fd_seek")
  public int fdSeek(int fd, long offset, int whence, int position) {
    int number = whence >= 0 && whence <= 2 ? (whence + 1) % 3 : whence;
    return descriptors.fdSeek(fd, offset, number, position);
  }

  @HostFunction("fd_filestat_get")
  public int fdFilestatGet(int fd, int filestat) {
    return errno(() ->
        Filestat.writeUnstable(guest.memory(), filestat, files.descriptors().get(fd).status()));
  }

  @HostFunction("path_filestat_get")
  public int pathFilestatGet(int fd, int lookupFlags, int path, int pathLength, int filestat) {
    return errno(() ->
        Filestat.writeUnstable(
            guest.memory(),
            filestat,
            files
                .within(fd)
                .status(Wasi.path(guest.memory(), path, pathLength), (lookupFlags & 1) != 0)));
  }

  @HostFunction("poll_oneoff")
  public int pollOneoff(int subscriptions, int events, int count, int happened) {
    return poll.pollOneoff(PollLayout.UNSTABLE, subscriptions, events, count, happened);
  }
}
