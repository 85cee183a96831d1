package graft.dl;

import graft.runtime.Memory;
import java.util.ArrayList;
import java.util.List;

/// `Dl_serinfo` of `dlinfo`: where what a library needs is looked for, in this order.
///
/// ```text
/// size of all, count, { address of name, flags } ..., names
/// ```
record SearchPathInfo(List<Entry> entries) {
  private static final int LA_SER_LIBPATH = 2;
  private static final int LA_SER_RUNPATH = 4;
  private static final int LA_SER_DEFAULT = 64;
  private static final int HEADER = 8;
  private static final int ENTRY = 8;

  /// A place.
  ///
  /// @param name as bytes that end with zero
  private record Entry(byte[] name, int flags) {}

  static SearchPathInfo of(GuestProcess process, Library library) {
    LibrarySearch search = process.options().search();
    List<Entry> entries = new ArrayList<>();
    add(entries, search.runPathOf(library), LA_SER_RUNPATH);
    if (!search.exclusive()) {
      add(entries, search.loaderPath(), LA_SER_LIBPATH);
    }
    add(
        entries,
        search.places().stream().filter(each -> !search.loaderPath().contains(each)).toList(),
        LA_SER_DEFAULT);
    return new SearchPathInfo(List.copyOf(entries));
  }

  private static void add(List<Entry> entries, List<ModuleSource> places, int flags) {
    for (ModuleSource place : places) {
      entries.add(new Entry(GuestStrings.bytes(place.toString()), flags));
    }
  }

  private int size() {
    return HEADER + entries.stream().mapToInt(entry -> ENTRY + entry.name.length).sum();
  }

  /// Writes how large the whole is, and how many places there are.
  void writeSize(Memory memory, int address) {
    memory.setI32(address, size());
    memory.setI32(address + 4, entries.size());
  }

  /// Writes the whole.
  ///
  /// @param address where {@link #writeSize} has written how much room there is
  /// @throws LoadException if that is not enough
  void write(Memory memory, int address) {
    int room = memory.i32(address);
    if (Integer.compareUnsigned(room, size()) < 0) {
      throw new LoadException(
          "dlinfo",
          "RTLD_DI_SERINFO wants "
              + size()
              + " bytes, as RTLD_DI_SERINFOSIZE says; there are "
              + Integer.toUnsignedString(room));
    }
    writeSize(memory, address);
    int at = address + HEADER;
    int name = at + ENTRY * entries.size();
    for (Entry entry : entries) {
      memory.setI32(at, name);
      memory.setI32(at + 4, entry.flags);
      memory.write(name, entry.name);
      at += ENTRY;
      name += entry.name.length;
    }
  }
}
