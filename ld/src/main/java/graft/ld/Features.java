package graft.ld;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// Features that the output uses, and whether the objects agree about them
/// ([Linking.md](https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md#target-features-section)).
///
/// @param names sorted
record Features(SortedSet<String> names) {
  private static final String ATOMICS = "atomics";
  private static final int SMALL = 8;
  private static final String BULK_MEMORY = "bulk-memory";

  boolean has(String name) {
    return names.contains(name);
  }

  boolean hasBulkMemory() {
    return has(BULK_MEMORY);
  }

  boolean hasExtendedConst() {
    return has("extended-const");
  }

  static Features of(
      Resolution resolution, Liveness liveness, Options options, Diagnostics diagnostics) {
    return new Collector(resolution, liveness, options, diagnostics).collect();
  }

  /// Goes through the objects.
  private static final class Collector {
    private final Resolution resolution;
    private final Liveness liveness;
    private final Options options;
    private final Diagnostics diagnostics;
    private final Set<String> allowed = new LinkedHashSet<>();
    private final Map<String, String> used = new LinkedHashMap<>();
    private final Map<String, String> disallowed = new HashMap<>();

    Collector(Resolution resolution, Liveness liveness, Options options, Diagnostics diagnostics) {
      this.resolution = resolution;
      this.liveness = liveness;
      this.options = options;
      this.diagnostics = diagnostics;
    }

    Features collect() {
      if (options.pic) {
        // All such code needs it, whether its compiler said so or not.
        allowed.add("mutable-globals");
      }
      allowed.addAll(options.extraFeatures);
      boolean inferred = options.features == null;
      if (options.features != null) {
        allowed.addAll(options.features);
      }
      if (inferred || options.checkFeatures) {
        readObjects();
        if (inferred) {
          allowed.addAll(HashedOrder.of(used.keySet()));
        }
      }
      if (options.checkFeatures) {
        checkThreads();
        if (!inferred) {
          checkUsed();
        }
        checkDisallowed();
      }
      SortedSet<String> sorted = new TreeSet<>(allowed);
      // wasm-ld's set is a list while it is small.
      (allowed.size() <= SMALL ? allowed : sorted)
          .forEach(feature -> diagnostics.log("Allowed feature: " + feature));
      return new Features(sorted);
    }

    @SuppressWarnings("ReferenceEquality") // Equal ones are the same list.
    private void readObjects() {
      List<ObjectFile.TargetFeature> last = List.of();
      for (ObjectFile object : resolution.objects()) {
        // Nearly all objects of a program are of one compiler.
        if (object.features != last) {
          readFeatures(object);
          last = object.features;
        }
      }
    }

    private void readFeatures(ObjectFile object) {
      for (ObjectFile.TargetFeature feature : object.features) {
        switch (feature.prefix()) {
          case '+' -> used.putIfAbsent(feature.name(), object.path);
          case '-' -> disallowed.putIfAbsent(feature.name(), object.path);
          default ->
              diagnostics.error("Unrecognized feature policy prefix " + (int) feature.prefix());
        }
      }
    }

    private void checkThreads() {
      if (options.sharedMemory) {
        String file = disallowed.get("shared-mem");
        if (file != null) {
          diagnostics.error(
              "--shared-memory is disallowed by "
                  + file
                  + " because it was not compiled with 'atomics' or 'bulk-memory' features.");
        }
        require("shared memory");
      }
      if (usesTls()) {
        require("thread-local storage");
      }
    }

    private void require(String what) {
      for (String feature : new String[] {ATOMICS, BULK_MEMORY}) {
        if (!allowed.contains(feature)) {
          diagnostics.error("'" + feature + "' feature must be used in order to use " + what);
        }
      }
    }

    private boolean usesTls() {
      for (ObjectFile object : resolution.objects()) {
        if (object.hasTls && usesTls(object)) {
          return true;
        }
      }
      return false;
    }

    private boolean usesTls(ObjectFile object) {
      for (InputSegment segment : object.segments) {
        if (segment.isTls() && liveness.has(segment)) {
          return true;
        }
      }
      return false;
    }

    private void checkUsed() {
      for (String feature : HashedOrder.of(used.keySet())) {
        if (!allowed.contains(feature)) {
          diagnostics.error(
              "Target feature '" + feature + "' used by " + used.get(feature) + " is not allowed.");
        }
      }
    }

    private void checkDisallowed() {
      if (disallowed.isEmpty()) {
        return;
      }
      for (ObjectFile object : resolution.objects()) {
        for (ObjectFile.TargetFeature feature : object.features) {
          String other = disallowed.get(feature.name());
          if (feature.prefix() != '-' && other != null) {
            diagnostics.error(
                "Target feature '"
                    + feature.name()
                    + "' used in "
                    + object.path
                    + " is disallowed by "
                    + other
                    + ". Use --no-check-features to suppress.");
          }
        }
      }
    }
  }
}
