package graft.host.wasi;

/// Where `subscription` has its fields; the two versions of WASI differ in the clock's.
///
/// ```
///           userdata tag (u8) | fd  | clock id timeout flags (u16) | size
/// preview1  0        8        | 16  | 16       24      40          | 48
/// unstable  0        8        | 16  | 24       32      48          | 56
/// ```
///
/// @param size of one subscription in bytes
/// @param clockId offset of the clock's number
/// @param timeout offset of the time
/// @param flags offset of the flag that says whether the time is absolute
record PollLayout(int size, int clockId, int timeout, int flags) {
  static final PollLayout PREVIEW1 = new PollLayout(48, 16, 24, 40);
  static final PollLayout UNSTABLE = new PollLayout(56, 24, 32, 48);
}
