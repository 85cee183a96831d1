package graft.cli;

import graft.dl.GuestProcess;
import graft.dl.Library;
import graft.dl.LoadStatistics;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;

/// A short account of what was linked in a process: modules, symbols, bytes, time.
///
/// @param statistics what the loader has counted
/// @param modules the modules' names, main first
record LinkAccount(LoadStatistics statistics, String modules) {
  static LinkAccount of(GuestProcess process) {
    return new LinkAccount(
        process.statistics(),
        process.libraries().stream().map(Library::name).collect(Collectors.joining(", ")));
  }

  /// In lines with something in front.
  String indent(String indent) {
    Duration all = statistics.times().values().stream().reduce(Duration.ZERO, Duration::plus);
    return indent
        + String.format(
            Locale.ROOT,
            "%s (%s), %s%n",
            InspectText.count(statistics.modules(), "module"),
            modules,
            InspectText.count(statistics.bytes(), "byte"))
        + indent
        + String.format(
            Locale.ROOT,
            "%s bound, %,d waiting for their first call; %s bound%n",
            InspectText.count(statistics.functionsBound(), "function"),
            statistics.functionsLazy(),
            InspectText.count(statistics.addressesBound(), "addresse")
                .replace("addresse ", "address "))
        + indent
        + String.format(
            Locale.ROOT,
            "%s of memory, %s in the table%n",
            InspectText.count(statistics.memoryBytes(), "byte"),
            InspectText.count(statistics.tableSlots(), "slot"))
        + indent
        + String.format(Locale.ROOT, "%s (%s)%n", milliseconds(all), stages());
  }

  private String stages() {
    return statistics.times().entrySet().stream()
        .map(each ->
            each.getKey().name().toLowerCase(Locale.ROOT) + " " + milliseconds(each.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String milliseconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f ms", time.toNanos() / 1e6);
  }
}
