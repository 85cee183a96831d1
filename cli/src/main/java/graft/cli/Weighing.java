package graft.cli;

import graft.format.Dylink;
import graft.format.Export;
import graft.format.Import;
import graft.format.WasmModule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What programs and the libraries that they share cost to download, linked dynamically and
/// statically.
///
/// @param programs in the order in which somebody visits them
/// @param parts all files, by name
record Weighing(List<Program> programs, Map<String, Part> parts) {
  /// A program.
  ///
  /// @param main the name of its main module
  /// @param start the libraries that it needs before it starts, in the order in which they are
  ///   found
  /// @param later libraries that it may open
  /// @param rounds how often is asked one after the other until all of start is here, if each file
  ///   is read for what it needs; with a manifest it is one
  /// @param linked its size when all is linked statically, or null if nobody has measured it
  record Program(
      String main,
      List<String> start,
      List<String> later,
      int rounds,
      @Nullable PackedSize linked) {}

  /// A file.
  ///
  /// @param size in bytes
  /// @param exports how many symbols a library offers
  /// @param used which of them others import, and who does
  record Part(String name, PackedSize size, int exports, Map<String, Set<String>> used) {}

  /// Weighs.
  ///
  /// @param mains main modules by name
  /// @param libraries all that mains need, and others that they may open
  /// @param later the names of those that are opened, not needed
  /// @param linked sizes of statically linked programs, by main
  static Weighing of(
      Map<String, WasmModule> mains,
      Map<String, WasmModule> libraries,
      Set<String> later,
      Map<String, PackedSize> linked,
      String path) {
    Map<String, WasmModule> all = new LinkedHashMap<>(mains);
    all.putAll(libraries);
    Map<String, Part> parts = new LinkedHashMap<>();
    all.forEach((name, module) -> parts.put(name, part(name, module, all, path)));
    List<Program> programs = new ArrayList<>();
    for (var main : mains.entrySet()) {
      List<String> start = new ArrayList<>();
      int rounds = levels(main.getValue(), libraries, start);
      List<String> opened = later.stream().filter(each -> !start.contains(each)).toList();
      programs.add(new Program(main.getKey(), start, opened, rounds, linked.get(main.getKey())));
    }
    return new Weighing(programs, parts);
  }

  private static int levels(
      WasmModule main, Map<String, WasmModule> libraries, List<String> found) {
    int rounds = 1;
    Set<String> level = needed(main);
    while (!level.isEmpty()) {
      rounds++;
      Set<String> next = new LinkedHashSet<>();
      for (String each : level) {
        WasmModule library = libraries.get(each);
        if (library != null && !found.contains(each)) {
          found.add(each);
          next.addAll(needed(library));
        }
      }
      next.removeAll(found);
      level = next;
    }
    return rounds;
  }

  static Set<String> needed(WasmModule module) {
    Dylink dylink = module.dylink();
    return dylink == null ? Set.of() : new LinkedHashSet<>(dylink.needed());
  }

  private static Part part(
      String name, WasmModule module, Map<String, WasmModule> all, String path) {
    Set<String> offered = new TreeSet<>();
    for (Export export : module.exports()) {
      if (!export.name().startsWith("__wasm_")) {
        offered.add(export.name());
      }
    }
    Map<String, Set<String>> used = new TreeMap<>();
    all.forEach((other, user) -> {
      if (!other.equals(name)) {
        for (Import wanted : user.imports()) {
          boolean symbol = wanted.module().equals("env") || wanted.module().startsWith("GOT.");
          if (symbol && offered.contains(wanted.name())) {
            used.computeIfAbsent(wanted.name(), _ -> new TreeSet<>()).add(other);
          }
        }
      }
    });
    return new Part(name, PackedSize.of(module.bytes(), path), offered.size(), used);
  }

  Part part(String name) {
    Part part = parts.get(name);
    if (part == null) {
      throw new AssertionError("BUG: no part " + name);
    }
    return part;
  }

  PackedSize sum(Iterable<String> names) {
    PackedSize sum = PackedSize.NOTHING;
    for (String each : names) {
      sum = sum.plus(part(each).size());
    }
    return sum;
  }

  /// What comes before a program starts, with nothing in the cache.
  PackedSize first(Program program) {
    return sum(program.start()).plus(part(program.main()).size());
  }

  /// What it costs with everything that it may open.
  PackedSize everything(Program program) {
    return first(program).plus(sum(program.later()));
  }

  /// All libraries that somebody has who has visited the programs before.
  Set<String> kept(Program program) {
    Set<String> kept = new LinkedHashSet<>();
    for (Program earlier : programs.subList(0, programs.indexOf(program))) {
      kept.addAll(earlier.start());
      kept.addAll(earlier.later());
    }
    return kept;
  }

  /// The libraries that a program needs or may open.
  private static Set<String> libraries(Program program) {
    Set<String> all = new LinkedHashSet<>(program.start());
    all.addAll(program.later());
    return all;
  }

  /// The libraries that still come for somebody who has visited the programs before.
  Set<String> missing(Program program) {
    Set<String> missing = libraries(program);
    missing.removeAll(kept(program));
    return missing;
  }

  /// The libraries that somebody has already, who has visited the programs before.
  Set<String> shared(Program program) {
    Set<String> shared = libraries(program);
    shared.retainAll(kept(program));
    return shared;
  }

  /// What still comes for somebody who has visited the programs before.
  PackedSize moving(Program program) {
    return sum(missing(program)).plus(part(program.main()).size());
  }

  /// How long it is until a program starts that is linked dynamically, with a manifest.
  long firstMillis(Program program, Network network) {
    return network.millis(first(program).sent(), program.start().isEmpty() ? 1 : 2);
  }

  /// The same without a manifest: each file says what is needed next.
  long fileByFileMillis(Program program, Network network) {
    return network.millis(first(program).sent(), program.rounds());
  }

  /// The same linked statically, or -1 if nobody has measured that.
  long staticMillis(Program program, Network network) {
    PackedSize linked = program.linked();
    return linked == null ? -1 : network.millis(linked.sent(), 1);
  }

  /// The same when all is in the cache, and the server is asked whether that is still right.
  long secondMillis(Network network) {
    return network.millis(0, 1);
  }

  /// What all programs cost one after the other, with libraries shared.
  PackedSize dynamicTotal() {
    PackedSize sum = PackedSize.NOTHING;
    for (Program each : programs) {
      sum = sum.plus(moving(each));
    }
    return sum;
  }

  /// What they cost with everything in each, or null if a size is missing.
  @Nullable PackedSize staticTotal() {
    PackedSize sum = PackedSize.NOTHING;
    for (Program each : programs) {
      PackedSize linked = each.linked();
      if (linked == null) {
        return null;
      }
      sum = sum.plus(linked);
    }
    return sum;
  }

  /// What to do, and why.
  List<String> advice() {
    List<String> lines = new ArrayList<>();
    for (Program each : programs) {
      PackedSize linked = each.linked();
      if (linked == null) {
        lines.add(
            each.main()
                + ": no advice, as its static link is not known: link it with its libraries' objects or"
                + " archives (graft cc OBJECTS -o FILE, without -s MAIN_MODULE) and give the result"
                + " with --static FILE. It holds only what is used, and may be smaller than the "
                + bytes(everything(each).sent())
                + " that come dynamically");
        continue;
      }
      lines.add(each.main() + " alone: " + compare(linked.sent(), first(each).sent(), "to start"));
      if (!each.later().isEmpty()) {
        lines.add(
            each.main()
                + " with all that it may open: "
                + compare(linked.sent(), everything(each).sent(), "in all"));
      }
    }
    PackedSize linked = staticTotal();
    if (programs.size() > 1 && linked != null) {
      lines.add(
          "all "
              + programs.size()
              + " programs, one after the other: "
              + compare(linked.sent(), dynamicTotal().sent(), "in all"));
    }
    return lines;
  }

  private static String compare(long linked, long dynamic, String when) {
    long difference = Math.abs(linked - dynamic);
    long percent = linked == 0 ? 0 : Math.round(100.0 * difference / linked);
    return linked <= dynamic
        ? "link it statically: dynamic linking costs "
            + bytes(difference)
            + " more "
            + when
            + " ("
            + percent
            + "%)"
        : "link it dynamically: that saves "
            + bytes(difference)
            + " "
            + when
            + " ("
            + percent
            + "%)";
  }

  static String bytes(long count) {
    return String.format(Locale.ROOT, "%,d bytes", count);
  }
}
