package graft.host.emscripten;

import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.time.temporal.WeekFields;

/// `strftime` in the C locale.
///
/// @param time what to show
/// @param zoneName what `%Z` shows
record TimeFormat(BrokenDownTime time, String zoneName) {
  static final String[] DAYS = {
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"
  };
  static final String[] MONTHS = {
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December"
  };

  /// Fills a pattern in.
  String format(String pattern) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c != '%' || i + 1 == pattern.length()) {
        out.append(c);
        continue;
      }
      c = pattern.charAt(++i);
      if ((c == 'E' || c == 'O') && i + 1 < pattern.length()) {
        c = pattern.charAt(++i);
      }
      out.append(conversion(c));
    }
    return out.toString();
  }

  private String conversion(char c) {
    int year = time.year() + 1900;
    return switch (c) {
      case 'a' -> day().substring(0, 3);
      case 'A' -> day();
      case 'b', 'h' -> month().substring(0, 3);
      case 'B' -> month();
      case 'c' -> format("%a %b %e %T %Y");
      case 'C' -> pad(Math.floorDiv(year, 100), 2, '0');
      case 'd' -> pad(time.dayOfMonth(), 2, '0');
      case 'D', 'x' -> format("%m/%d/%y");
      case 'e' -> pad(time.dayOfMonth(), 2, ' ');
      case 'F' -> format("%Y-%m-%d");
      case 'g' -> pad(Math.floorMod(date().get(IsoFields.WEEK_BASED_YEAR), 100), 2, '0');
      case 'G' -> pad(date().get(IsoFields.WEEK_BASED_YEAR), 4, '0');
      case 'H' -> pad(time.hour(), 2, '0');
      case 'I' -> pad((time.hour() + 11) % 12 + 1, 2, '0');
      case 'j' -> pad(time.dayOfYear() + 1, 3, '0');
      case 'm' -> pad(time.month() + 1, 2, '0');
      case 'M' -> pad(time.minute(), 2, '0');
      case 'n' -> "\n";
      case 'p' -> time.hour() < 12 ? "AM" : "PM";
      case 'r' -> format("%I:%M:%S %p");
      case 'R' -> format("%H:%M");
      case 's' -> Long.toString(date().toEpochDay() * 86_400 + secondOfDay() - time.offset());
      case 'S' -> pad(time.second(), 2, '0');
      case 't' -> "\t";
      case 'T', 'X' -> format("%H:%M:%S");
      case 'u' -> Integer.toString((time.dayOfWeek() + 6) % 7 + 1);
      case 'U' -> pad((time.dayOfYear() + 7 - time.dayOfWeek()) / 7, 2, '0');
      case 'V' -> pad(date().get(WeekFields.ISO.weekOfWeekBasedYear()), 2, '0');
      case 'w' -> Integer.toString(time.dayOfWeek());
      case 'W' -> pad((time.dayOfYear() + 7 - (time.dayOfWeek() + 6) % 7) / 7, 2, '0');
      case 'y' -> pad(Math.floorMod(year, 100), 2, '0');
      case 'Y' -> Integer.toString(year);
      case 'z' -> offset();
      case 'Z' -> zoneName;
      case '%' -> "%";
      default -> "%" + c;
    };
  }

  private String day() {
    return named(DAYS, time.dayOfWeek());
  }

  private String month() {
    return named(MONTHS, time.month());
  }

  private static String named(String[] names, int index) {
    return index < 0 || index >= names.length ? "???" : names[index];
  }

  private LocalDate date() {
    return LocalDate.ofYearDay(time.year() + 1900, 1).plusDays(time.dayOfYear());
  }

  private long secondOfDay() {
    return time.hour() * 3600L + time.minute() * 60L + time.second();
  }

  private String offset() {
    int minutes = Math.abs(time.offset()) / 60;
    return (time.offset() < 0 ? "-" : "+") + pad(minutes / 60 * 100 + minutes % 60, 4, '0');
  }

  private static String pad(int number, int width, char with) {
    String digits = Integer.toString(Math.abs(number));
    return (number < 0 ? "-" : "")
        + String.valueOf(with).repeat(Math.max(0, width - digits.length()))
        + digits;
  }
}
