package graft.host.emscripten;

import graft.runtime.Memory;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/// `strptime` in the C locale: reads a date from a text. Only the fields that the format names are
/// changed in `struct tm`; but if a day, month or year is one of them, the days of the week and of
/// the year follow from the date that there is then.
final class TimeParser {
  private static final int NOT_GIVEN = Integer.MIN_VALUE;
  private static final int SECOND = 0;
  private static final int MINUTE = 4;
  private static final int HOUR = 8;
  private static final int DAY = 12;
  private static final int MONTH = 16;
  private static final int YEAR = 20;
  private static final int DAY_OF_WEEK = 24;
  private static final int DAY_OF_YEAR = 28;
  private static final int OFFSET = 36;

  private final Memory memory;
  private final int tm;
  private final ZoneId zone;
  private int next;
  private int century = NOT_GIVEN;
  private int yearOfCentury = NOT_GIVEN;
  private int halfOfDay = NOT_GIVEN;
  private int weekFromSunday = NOT_GIVEN;
  private int weekFromMonday = NOT_GIVEN;
  private boolean hasDayOfWeek;
  private boolean hasDayOfYear;
  private boolean hasMonth;
  private boolean hasDay;
  private boolean hasYear;

  /// @param text address of the text
  /// @param tm address of the `struct tm`
  /// @param zone of local time
  TimeParser(Memory memory, int text, int tm, ZoneId zone) {
    this.memory = memory;
    this.next = text;
    this.tm = tm;
    this.zone = zone;
  }

  /// Reads the text as a format says.
  ///
  /// @param format a character for each byte
  /// @return the address behind what was read, 0 if it does not fit the format
  int parse(String format) {
    if (!matches(format)) {
      return 0;
    }
    complete();
    return next;
  }

  private boolean matches(String format) {
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (isSpace(c)) {
        skipSpace();
      } else if (c != '%' || i + 1 == format.length()) {
        if (peek() != c) {
          return false;
        }
        next++;
      } else {
        c = format.charAt(++i);
        if ((c == 'E' || c == 'O') && i + 1 < format.length()) {
          c = format.charAt(++i);
        }
        if (!conversion(c)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean conversion(char c) {
    return switch (c) {
      case 'a', 'A' -> {
        hasDayOfWeek = true;
        yield name(TimeFormat.DAYS, DAY_OF_WEEK);
      }
      case 'b', 'B', 'h' -> {
        hasMonth = true;
        yield name(TimeFormat.MONTHS, MONTH);
      }
      case 'c' -> matches("%a %b %e %T %Y");
      case 'C' -> (century = number(2, 0, 99)) != NOT_GIVEN;
      case 'd', 'e' -> {
        hasDay = true;
        yield field(DAY, 2, 1, 31, 0);
      }
      case 'D', 'x' -> matches("%m/%d/%y");
      case 'F' -> matches("%Y-%m-%d");
      case 'g', 'V' -> number(2, 0, 99) != NOT_GIVEN;
      case 'G' -> number(4, 0, 9999) != NOT_GIVEN;
      case 'H', 'k' -> field(HOUR, 2, 0, 23, 0);
      case 'I', 'l' -> field(HOUR, 2, 1, 12, 0);
      case 'j' -> {
        hasDayOfYear = true;
        yield field(DAY_OF_YEAR, 3, 1, 366, -1);
      }
      case 'm' -> {
        hasMonth = true;
        yield field(MONTH, 2, 1, 12, -1);
      }
      case 'M' -> field(MINUTE, 2, 0, 59, 0);
      case 'n', 't' -> {
        skipSpace();
        yield true;
      }
      case 'p', 'P' -> half();
      case 'r' -> matches("%I:%M:%S %p");
      case 'R' -> matches("%H:%M");
      case 's' -> seconds();
      case 'S' -> field(SECOND, 2, 0, 61, 0);
      case 'T', 'X' -> matches("%H:%M:%S");
      case 'u' -> {
        hasDayOfWeek = true;
        int day = number(1, 1, 7);
        if (day != NOT_GIVEN) {
          memory.setI32(tm + DAY_OF_WEEK, day % 7);
        }
        yield day != NOT_GIVEN;
      }
      case 'U' -> (weekFromSunday = number(2, 0, 53)) != NOT_GIVEN;
      case 'w' -> {
        hasDayOfWeek = true;
        yield field(DAY_OF_WEEK, 1, 0, 6, 0);
      }
      case 'W' -> (weekFromMonday = number(2, 0, 53)) != NOT_GIVEN;
      case 'y' -> (yearOfCentury = number(2, 0, 99)) != NOT_GIVEN;
      case 'Y' -> {
        century = NOT_GIVEN;
        yearOfCentury = NOT_GIVEN;
        hasYear = true;
        yield field(YEAR, 4, 0, 9999, -1900);
      }
      case 'z' -> offset();
      case 'Z' -> {
        while (peek() != 0 && !isSpace(peek())) {
          next++;
        }
        yield true;
      }
      case '%' -> {
        boolean fits = peek() == '%';
        next++;
        yield fits;
      }
      default -> false;
    };
  }

  private char peek() {
    return (char) memory.u8(next);
  }

  private static boolean isSpace(int c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private void skipSpace() {
    while (isSpace(peek())) {
      next++;
    }
  }

  private boolean field(int offset, int digits, int least, int most, int plus) {
    int value = number(digits, least, most);
    if (value == NOT_GIVEN) {
      return false;
    }
    memory.setI32(tm + offset, value + plus);
    return true;
  }

  /// A number of so many digits at most; space before it does not count.
  private int number(int digits, int least, int most) {
    skipSpace();
    int value = 0;
    int end = next + digits;
    int from = next;
    while (next < end && peek() >= '0' && peek() <= '9') {
      value = 10 * value + memory.u8(next++) - '0';
    }
    return next == from || value < least || value > most ? NOT_GIVEN : value;
  }

  /// A whole name or its first three letters, in any case.
  private boolean name(String[] names, int offset) {
    for (int i = 0; i < names.length; i++) {
      if (skip(names[i]) || skip(names[i].substring(0, 3))) {
        memory.setI32(tm + offset, i);
        return true;
      }
    }
    return false;
  }

  private boolean skip(String word) {
    for (int i = 0; i < word.length(); i++) {
      int c = memory.u8(next + i);
      if (c == 0 || Character.toLowerCase((char) c) != Character.toLowerCase(word.charAt(i))) {
        return false;
      }
    }
    next += word.length();
    return true;
  }

  private boolean half() {
    for (String each : new String[] {"AM", "PM", "A.M.", "P.M."}) {
      if (skip(each)) {
        halfOfDay = each.startsWith("P") ? 1 : 0;
        return true;
      }
    }
    return false;
  }

  private boolean seconds() {
    long value = 0;
    int from = next;
    while (peek() >= '0' && peek() <= '9' && next - from < 12) {
      value = 10 * value + memory.u8(next++) - '0';
    }
    if (next == from) {
      return false;
    }
    BrokenDownTime.writeLocal(memory, tm, Instant.ofEpochSecond(value), zone);
    return true;
  }

  private boolean offset() {
    skipSpace();
    char sign = peek();
    if (Character.toUpperCase(sign) == 'Z') {
      next++;
      memory.setI32(tm + OFFSET, 0);
      return true;
    }
    if (sign != '+' && sign != '-') {
      return false;
    }
    next++;
    int hours = number(2, 0, 14);
    if (peek() == ':') {
      next++;
    }
    int minutes = peek() >= '0' && peek() <= '9' ? number(2, 0, 59) : 0;
    if (hours == NOT_GIVEN || minutes == NOT_GIVEN) {
      return false;
    }
    int seconds = 3600 * hours + 60 * minutes;
    memory.setI32(tm + OFFSET, sign == '-' ? -seconds : seconds);
    return true;
  }

  /// What follows from several fields together.
  private void complete() {
    if (halfOfDay != NOT_GIVEN) {
      memory.setI32(tm + HOUR, memory.i32(tm + HOUR) % 12 + 12 * halfOfDay);
    }
    if (yearOfCentury != NOT_GIVEN || century != NOT_GIVEN) {
      int year = Math.max(yearOfCentury, 0);
      int hundreds = century != NOT_GIVEN ? century : year < 69 ? 20 : 19;
      memory.setI32(tm + YEAR, 100 * hundreds + year - 1900);
      hasYear = true;
    }
    try {
      LocalDate date = date();
      if (date != null) {
        memory.setI32(tm + MONTH, date.getMonthValue() - 1);
        memory.setI32(tm + DAY, date.getDayOfMonth());
        memory.setI32(tm + DAY_OF_WEEK, date.getDayOfWeek().getValue() % 7);
        memory.setI32(tm + DAY_OF_YEAR, date.getDayOfYear() - 1);
      }
    } catch (DateTimeException e) {
      // The fields that were there before make no date with those that were read.
    }
  }

  /// The date that the fields are, or null if they are none.
  private @Nullable LocalDate date() {
    int year = memory.i32(tm + YEAR) + 1900;
    if (hasDayOfYear && !(hasMonth && hasDay)) {
      return LocalDate.ofYearDay(year, memory.i32(tm + DAY_OF_YEAR) + 1);
    }
    if (hasDayOfWeek && !hasDay && (weekFromSunday != NOT_GIVEN || weekFromMonday != NOT_GIVEN)) {
      return inWeek(year);
    }
    int day = memory.i32(tm + DAY);
    boolean isGiven = hasDay || hasMonth || hasYear;
    return day == 0 || !isGiven ? null : LocalDate.of(year, memory.i32(tm + MONTH) + 1, day);
  }

  /// The first week begins with the year's first Sunday or Monday; days before are in week 0.
  private LocalDate inWeek(int year) {
    boolean fromSunday = weekFromSunday != NOT_GIVEN;
    int first = fromSunday ? 0 : 1;
    LocalDate newYear = LocalDate.of(year, 1, 1);
    int toFirst = Math.floorMod(first - newYear.getDayOfWeek().getValue(), 7);
    int inWeek = Math.floorMod(memory.i32(tm + DAY_OF_WEEK) - first, 7);
    int week = fromSunday ? weekFromSunday : weekFromMonday;
    return newYear.plusDays(toFirst + 7L * (week - 1) + inWeek);
  }
}
