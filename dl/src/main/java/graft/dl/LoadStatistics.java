package graft.dl;

import java.time.Duration;
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
