package graft.host.wasi;

import graft.runtime.Memory;
import graft.vfs.FileStatus;

/// `filestat` in the guest's memory.
///
/// ```
///           dev ino filetype nlink size atim mtim ctim
/// preview1  0   8   16 (u8)  24    32   40   48   56    64 bytes
/// unstable  0   8   16 (u8)  20*   24   32   40   48    56 bytes, * 32 bits
/// ```
final class Filestat {
  private Filestat() {}

  static void write(Memory memory, int address, FileStatus status) {
    memory.fill(address, 64, 0);
    writeHead(memory, address, status);
    memory.setI64(address + 24, status.links());
    writeTail(memory, address + 32, status);
  }

  static void writeUnstable(Memory memory, int address, FileStatus status) {
    memory.fill(address, 56, 0);
    writeHead(memory, address, status);
    memory.setI32(address + 20, (int) status.links());
    writeTail(memory, address + 24, status);
  }

  private static void writeHead(Memory memory, int address, FileStatus status) {
    memory.setI64(address, status.device());
    memory.setI64(address + 8, status.inode());
    memory.setI8(address + 16, Wasi.fileType(status.type()));
  }

  private static void writeTail(Memory memory, int address, FileStatus status) {
    memory.setI64(address, status.sizeInBytes());
    memory.setI64(address + 8, Wasi.timestamp(status.accessed()));
    memory.setI64(address + 16, Wasi.timestamp(status.modified()));
    memory.setI64(address + 24, Wasi.timestamp(status.changed()));
  }
}
