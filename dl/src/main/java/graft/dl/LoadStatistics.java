package graft.dl;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/// What a process has loaded so far, and how long that took.
///
/// @param modules how many modules there are, main included
/// @param bytes the sizes of their files together
/// @param functionsBound imported functions that are bound to a definition
/// @param functionsLazy imported functions that wait for their first call
/// @param addressesBound addresses of variables and functions in the global offset table
/// @param tableSlots slots in the table
/// @param memoryBytes the present size of the memory
/// @param times how long each stage took in all
public record LoadStatistics(
    int modules,
    long bytes,
    int functionsBound,
    int functionsLazy,
    int addressesBound,
    int tableSlots,
    long memoryBytes,
    Map<Stage, Duration> times) {
  static LoadStatistics of(GuestProcess process) {
    int bound = 0;
    int lazy = 0;
    long bytes = 0;
    for (Library library : process.linkMap().libraries()) {
      bytes += library.module().bytes().length;
      for (ImportBinding binding : library.bindings()) {
        bound += binding instanceof ImportBinding.Bound ? 1 : 0;
        lazy += binding instanceof ImportBinding.Unbound ? 1 : 0;
      }
    }
    return new LoadStatistics(
        process.linkMap().libraries().size(),
        bytes,
        bound,
        lazy,
        process.got().size(),
        process.table().size(),
        process.memory().sizeInBytes(),
        process.stopwatch().times());
  }

  /// All of it in a line.
  String summary() {
    StringBuilder text = new StringBuilder();
    text.append(modules)
        .append(" modules of ")
        .append(bytes)
        .append(" bytes, ")
        .append(functionsBound)
        .append(" functions bound, ")
        .append(functionsLazy)
        .append(" at their first call, ")
        .append(addressesBound)
        .append(" addresses, ")
        .append(tableSlots)
        .append(" slots, ")
        .append(memoryBytes)
        .append(" bytes of memory; microseconds:");
    for (Stage stage : Stage.values()) {
      Duration time = times.getOrDefault(stage, Duration.ZERO);
      text.append(' ').append(stage.name().toLowerCase(Locale.ROOT));
      text.append(' ').append(time.toNanos() / 1000);
    }
    return text.toString();
  }

  /// The stages of a load.
  public enum Stage {
    /// Looking for files and reading them.
    FILES,
    /// Decoding and validating.
    VALIDATE,
    /// Preparing for translation.
    COMPILE,
    /// Planning: addresses, slots, bindings.
    PLAN,
    /// Allocating, instantiating, binding.
    INSTANTIATE,
    /// Relocating data.
    RELOCATE,
    /// Running constructors.
    CONSTRUCT
  }
}
