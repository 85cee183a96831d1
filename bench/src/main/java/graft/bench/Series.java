package graft.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What one engine measured: for each benchmark the times of its repetitions, in order.
final class Series {
  private final Map<String, List<Double>> times = new LinkedHashMap<>();
  private final Map<String, String> results = new LinkedHashMap<>();

  /// Reads lines `NAME RESULT TIME`.
  static Series of(List<String> lines) {
    Series series = new Series();
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      series.times.computeIfAbsent(words[0], _ -> new ArrayList<>()).add(Double.valueOf(words[2]));
      series.results.put(words[0], words[1]);
    }
    return series;
  }

  /// The least time in the last half of the repetitions: by then everything is compiled.
  double best(String name) {
    List<Double> all = times.getOrDefault(name, List.of());
    return all.subList(all.size() / 2, all.size()).stream()
        .mapToDouble(Double::doubleValue)
        .min()
        .orElse(Double.NaN);
  }

  /// The time of the first repetition.
  double first(String name) {
    List<Double> all = times.getOrDefault(name, List.of());
    return all.isEmpty() ? Double.NaN : all.get(0);
  }

  /// The median of the last half of the repetitions.
  double median(String name) {
    List<Double> all = times.getOrDefault(name, List.of());
    double[] last =
        all.subList(all.size() / 2, all.size()).stream()
            .mapToDouble(Double::doubleValue)
            .sorted()
            .toArray();
    return last.length == 0 ? Double.NaN : last[last.length / 2];
  }

  /// This and what another process measured of other benchmarks.
  Series and(Series other) {
    times.putAll(other.times);
    results.putAll(other.results);
    return this;
  }

  /// What was computed: the same in all engines.
  String result(String name) {
    return results.getOrDefault(name, "?");
  }

  /// The better of both, benchmark by benchmark: two rounds of one engine.
  static Series fastest(Series one, Series other) {
    Series both = new Series();
    for (String name : one.times.keySet()) {
      both.times.put(name, List.of(Math.min(one.best(name), other.best(name))));
      both.results.put(name, one.result(name));
    }
    return both;
  }
}
