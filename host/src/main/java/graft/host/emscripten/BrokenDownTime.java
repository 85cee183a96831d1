package graft.host.emscripten;

import graft.runtime.Memory;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/// `struct tm` in the guest's memory: eleven 32-bit fields.
///
/// ```
/// sec min hour mday mon year wday yday isdst gmtoff zone
/// 0   4   8    12   16  20   24   28   32    36     40
/// ```
record BrokenDownTime(
    int second,
    int minute,
    int hour,
    int dayOfMonth,
    int month,
    int year,
    int dayOfWeek,
    int dayOfYear,
    int daylightSaving,
    int offset) {

  static BrokenDownTime read(Memory memory, int tm) {
    return new BrokenDownTime(
        memory.i32(tm),
        memory.i32(tm + 4),
        memory.i32(tm + 8),
        memory.i32(tm + 12),
        memory.i32(tm + 16),
        memory.i32(tm + 20),
        memory.i32(tm + 24),
        memory.i32(tm + 28),
        memory.i32(tm + 32),
        memory.i32(tm + 36));
  }

  /// Writes what a date and a time of day are: all but the last three fields.
  private static void write(Memory memory, int tm, LocalDateTime time) {
    memory.setI32(tm, time.getSecond());
    memory.setI32(tm + 4, time.getMinute());
    memory.setI32(tm + 8, time.getHour());
    memory.setI32(tm + 12, time.getDayOfMonth());
    memory.setI32(tm + 16, time.getMonthValue() - 1);
    memory.setI32(tm + 20, time.getYear() - 1900);
    memory.setI32(tm + 24, time.getDayOfWeek().getValue() % 7);
    memory.setI32(tm + 28, time.getDayOfYear() - 1);
  }

  /// Writes the time in UTC.
  static void writeUtc(Memory memory, int tm, Instant time) {
    write(memory, tm, LocalDateTime.ofInstant(time, ZoneOffset.UTC));
    memory.setI32(tm + 32, 0);
    memory.setI32(tm + 36, 0);
  }

  /// Writes the local time.
  static void writeLocal(Memory memory, int tm, Instant time, ZoneId zone) {
    ZonedDateTime local = time.atZone(zone);
    write(memory, tm, local.toLocalDateTime());
    memory.setI32(tm + 32, isDaylightSaving(local) ? 1 : 0);
    memory.setI32(tm + 36, local.getOffset().getTotalSeconds());
  }

  /// The date and time of day that the fields mean, which may be outside of their ranges.
  LocalDateTime normalized() {
    return LocalDateTime.of(1900, 1, 1, 0, 0)
        .plusYears(year)
        .plusMonths(month)
        .plusDays(dayOfMonth - 1L)
        .plusHours(hour)
        .plusMinutes(minute)
        .plusSeconds(second);
  }

  /// The moment in a time zone. Where the clock was put back, `daylightSaving` says which of the
  /// two hours is meant; below 0 it does not know.
  ZonedDateTime in(ZoneId zone) {
    ZonedDateTime guess = normalized().atZone(zone);
    if (daylightSaving < 0 || (daylightSaving > 0) == isDaylightSaving(guess)) {
      return guess;
    }
    int offset = guess.getOffset().getTotalSeconds();
    int meant = daylightSaving > 0 ? summerOffset(guess) : winterOffset(guess);
    return guess.plus(Duration.ofSeconds((long) offset - meant));
  }

  /// Whether a moment has the larger of the two offsets that its year has.
  static boolean isDaylightSaving(ZonedDateTime time) {
    return summerOffset(time) != winterOffset(time)
        && time.getOffset().getTotalSeconds() == summerOffset(time);
  }

  private static int summerOffset(ZonedDateTime time) {
    return Math.max(offsetIn(time, 1), offsetIn(time, 7));
  }

  private static int winterOffset(ZonedDateTime time) {
    return Math.min(offsetIn(time, 1), offsetIn(time, 7));
  }

  private static int offsetIn(ZonedDateTime time, int month) {
    return LocalDateTime.of(time.getYear(), month, 1, 0, 0)
        .atZone(time.getZone())
        .getOffset()
        .getTotalSeconds();
  }
}
