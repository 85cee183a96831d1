package graft.host.emscripten;

import graft.format.ExternType;
import graft.format.FunctionType;
import graft.format.ValType;
import java.util.Set;

/// Which layout the guest's C library gives `time_t` and `struct stat`. Nothing in a module says
/// so: it shows in what else the library imports.
///
/// - up to 3.1.15: `time_t` is 32 bits;
/// - up to about 3.1.41: 64 bits, and `struct stat` still has its paddings;
/// - since then: 64 bits, no paddings.
final class LibraryAge {
  enum Layout {
    TIME32,
    TIME64_PADDED,
    TIME64
  }

  /// Imported from JavaScript by old libraries only.
  private static final Set<String> OLD =
      Set.of(
          "abort",
          "emscripten_memcpy_big",
          "time",
          "clock",
          "clock_gettime",
          "__clock_gettime",
          "gettimeofday",
          "__syscall_open",
          "__syscall_fstatat64");

  /// Imported by old libraries, but not by those with the 32-bit `time_t`.
  private static final Set<String> MIDDLE =
      Set.of("_emscripten_get_now_is_monotonic", "emscripten_date_now", "__syscall_newfstatat");

  /// Imported by the last libraries with the 32-bit `time_t` (3.1.9 or so), which have what the
  /// middle ones import, too. The first of the middle ones (3.1.16 to 3.1.20) have the same imports
  /// as these: nothing tells them apart, and the smaller structure overwrites nothing.
  private static final Set<String> LAST_NARROW = Set.of("_emscripten_date_now");

  /// Imported by new libraries only.
  private static final Set<String> NEW =
      Set.of(
          "_abort_js", "_emscripten_memcpy_js", "__syscall_fchmodat2", "_emscripten_lookup_name");

  /// New libraries pass a time as such, or as two halves; before, these took a pointer.
  private static final Set<String> TIMES = Set.of("_gmtime_js", "_localtime_js");

  private boolean old;
  private boolean middle;
  private boolean young;
  private boolean narrow;

  /// Takes note of an import.
  void observe(String name, ExternType type) {
    old |= OLD.contains(name);
    middle |= MIDDLE.contains(name);
    narrow |= LAST_NARROW.contains(name);
    young |= NEW.contains(name) || (TIMES.contains(name) && takesTime(type));
  }

  private static boolean takesTime(ExternType type) {
    return type instanceof FunctionType function
        && (function.parameters().size() > 2 || function.parameters().contains(ValType.I64));
  }

  /// What the imports seen so far tell.
  Layout layout() {
    if (young || (!old && !narrow)) {
      return Layout.TIME64;
    }
    return middle && !narrow ? Layout.TIME64_PADDED : Layout.TIME32;
  }
}
