package graft.dl;

import graft.runtime.GlobalCell;

/// Room on the C stack: taken by moving its pointer, given back by restoring it.
final class GuestStack {
  private final GuestProcess process;
  private final GlobalCell.I32 pointer;

  GuestStack(GuestProcess process, GlobalCell.I32 pointer) {
    this.process = process;
    this.pointer = pointer;
  }

  /// Where the stack ends now.
  int position() {
    return pointer.value;
  }

  /// Gives back all room that was taken since it was there.
  void restore(int position) {
    pointer.value = position;
  }

  /// Takes room and writes bytes there.
  ///
  /// @return the address, aligned to 16
  int push(byte[] bytes) {
    int address = (pointer.value - bytes.length) & -GuestHeap.ALIGNMENT;
    process.memory().write(address, bytes);
    pointer.value = address;
    return address;
  }
}
