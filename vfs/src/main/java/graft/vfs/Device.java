package graft.vfs;

/// Makes what a guest gets when it opens a character device.
@FunctionalInterface
public interface Device {
  /// Opens the device.
  ///
  /// @param options what the guest asked for
  /// @return a new file, which the guest closes
  /// @throws ErrnoException to refuse
  OpenFile open(OpenOptions options) throws ErrnoException;
}
