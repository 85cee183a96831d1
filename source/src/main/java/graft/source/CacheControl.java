package graft.source;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// How long an answer may be used without asking again ([RFC
/// 9111](https://www.rfc-editor.org/rfc/rfc9111)). What a server does not say is not guessed: such
/// an answer is asked about each time.
///
/// @param store whether it may be kept at all
/// @param fresh how long it is right by itself
/// @param mustRevalidate whether it may not be used after that even if the server is away
/// @param vary the headers of a question that make a difference (in lower case), but for those that
///   are the same in all of ours
record CacheControl(boolean store, Duration fresh, boolean mustRevalidate, List<String> vary) {
  private static final Set<String> ALWAYS_THE_SAME = Set.of("accept-encoding", "user-agent");

  private static final long MAX_SECONDS = Duration.ofDays(365).toSeconds();

  static CacheControl of(HttpHeaders headers, Instant now) {
    boolean store = true;
    boolean ask = false;
    boolean must = false;
    long maxAge = -1;
    for (String line : headers.allValues("cache-control")) {
      for (String each : line.toLowerCase(Locale.ROOT).split(",", -1)) {
        String directive = each.strip();
        switch (directive) {
          case "no-store" -> store = false;
          case "no-cache" -> ask = true;
          case "must-revalidate" -> must = true;
          default -> {
            if (directive.startsWith("max-age=")) {
              maxAge = seconds(directive.substring("max-age=".length()));
            }
          }
        }
      }
    }
    long fresh = maxAge >= 0 ? maxAge : expires(headers, now);
    long age = headers.firstValue("age").map(CacheControl::seconds).orElse(0L);
    List<String> vary = vary(headers);
    return new CacheControl(
        store && !vary.contains("*"),
        ask ? Duration.ZERO : Duration.ofSeconds(Math.max(0, fresh - age)),
        must,
        vary);
  }

  private static List<String> vary(HttpHeaders headers) {
    return headers.allValues("vary").stream()
        .flatMap(line -> Arrays.stream(line.toLowerCase(Locale.ROOT).split(",", -1)))
        .map(String::strip)
        .filter(name -> !name.isEmpty() && !ALWAYS_THE_SAME.contains(name))
        .distinct()
        .toList();
  }

  private static long expires(HttpHeaders headers, Instant now) {
    Optional<Instant> expires = headers.firstValue("expires").flatMap(CacheControl::date);
    Instant date = headers.firstValue("date").flatMap(CacheControl::date).orElse(now);
    return expires
        .map(end -> Math.min(MAX_SECONDS, Duration.between(date, end).toSeconds()))
        .orElse(0L);
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static long seconds(String text) {
    try {
      return Math.min(MAX_SECONDS, Math.max(0, Long.parseLong(text.replace("\"", "").strip())));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
