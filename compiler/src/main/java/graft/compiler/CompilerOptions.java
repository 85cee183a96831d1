package graft.compiler;

/// How to translate. Whatever changes the code that comes out is part of this.
///
/// @param checks whether code counts down its instance's {@link graft.runtime.Budget}, so that a
///   guest can be stopped; costs some time at every loop iteration and call
/// @param methodLimit bytes of bytecode above which a function is cut into several methods; HotSpot
///   does not compile methods above 8,000
/// @param mapped which memories of the module are mapped, and not arrays ({@link
///   graft.runtime.Memory}): a bit for each, the highest for all from the 64th on. Instances whose
///   memories are of other forms get code of their own.
/// @param mapAll whether memories that the module defines are mapped even if an array would do
/// @param vectors whether SIMD instructions use jdk.incubator.vector: needs the module, and
///   HotSpot's C2
public record CompilerOptions(
    boolean checks, int methodLimit, long mapped, boolean mapAll, boolean vectors) {
  /// The largest method that HotSpot compiles, in bytes.
  public static final int HOTSPOT_LIMIT = 8_000;

  private static final boolean HAS_VECTORS =
      ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
          && System.getProperty("java.vm.info", "").matches("mixed mode(?!, emulated-client).*");

  /// Fast code that cannot be stopped.
  public static final CompilerOptions DEFAULT =
      new CompilerOptions(false, HOTSPOT_LIMIT, 0, false, HAS_VECTORS);

  /// Code that can be stopped.
  public static final CompilerOptions INTERRUPTIBLE =
      new CompilerOptions(true, HOTSPOT_LIMIT, 0, false, HAS_VECTORS);

  /// The same, but with methods of another size: to test how functions are cut.
  ///
  /// @param bytes 0 cuts every function after some instructions, as is done with those that cannot
  ///   be cut by their structure
  public CompilerOptions withMethodLimit(int bytes) {
    return new CompilerOptions(checks, bytes, mapped, mapAll, vectors);
  }

  /// Whether every function is cut, and not only where its structure allows it: see {@link
  /// LargeFunction}.
  boolean cutsAnywhere() {
    return methodLimit == 0;
  }

  /// The same, but with all memories mapped: to compare both forms.
  public CompilerOptions withAllMapped() {
    return new CompilerOptions(checks, methodLimit, mapped, true, vectors);
  }

  /// The same, with or without jdk.incubator.vector: what comes out is the same.
  public CompilerOptions withVectors(boolean used) {
    return new CompilerOptions(checks, methodLimit, mapped, mapAll, used);
  }

  CompilerOptions withMapped(long memories) {
    return new CompilerOptions(checks, methodLimit, memories, mapAll, vectors);
  }

  // These are written out, because the JVM makes those of records anew at each start.

  @Override
  public boolean equals(Object other) {
    return other instanceof CompilerOptions options
        && checks == options.checks
        && methodLimit == options.methodLimit
        && mapped == options.mapped
        && mapAll == options.mapAll
        && vectors == options.vectors;
  }

  @Override
  public int hashCode() {
    return (methodLimit * 31 + Long.hashCode(mapped)) * 8
        + (vectors ? 4 : 0)
        + (checks ? 2 : 0)
        + (mapAll ? 1 : 0);
  }

  @Override
  public String toString() {
    return "checks="
        + checks
        + " methodLimit="
        + methodLimit
        + " mapped="
        + mapped
        + " mapAll="
        + mapAll
        + " vectors="
        + vectors;
  }

  /// The bit of a memory in {@link #mapped}.
  static long bit(int memory) {
    return 1L << Math.min(memory, Long.SIZE - 1);
  }

  boolean isMapped(int memory) {
    return (mapped & bit(memory)) != 0;
  }
}
