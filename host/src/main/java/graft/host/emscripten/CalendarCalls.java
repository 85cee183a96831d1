package graft.host.emscripten;

import graft.runtime.HostFunction;
import graft.runtime.Memory;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.TimeZone;

/// Calendar functions of the C library that it leaves to JavaScript. A time is seconds since 1970:
/// by pointer in old libraries, else as i64, whole or in two halves.
final class CalendarCalls {
  /// Bytes of a time zone's name (`TZNAME_MAX` and the zero).
  private static final int NAME_CAPACITY = 17;

  private final Emscripten emscripten;
  private final TempRet0 tempRet0;

  CalendarCalls(Emscripten emscripten, TempRet0 tempRet0) {
    this.emscripten = emscripten;
    this.tempRet0 = tempRet0;
  }

  private ZoneId zone() {
    return emscripten.options().zone();
  }

  private Instant pointedTo(int time) {
    Memory memory = emscripten.memory();
    boolean narrow = emscripten.age().layout() == LibraryAge.Layout.TIME32;
    return instant(narrow ? memory.i32(time) : memory.i64(time));
  }

  /// What lies outside of Java's years becomes their end; C has `EOVERFLOW` for it, JavaScript NaN.
  private static Instant instant(long seconds) {
    long clamped = Math.clamp(seconds, -62_167_219_200L, 253_402_300_799L * 100);
    return Instant.ofEpochSecond(clamped);
  }

  @HostFunction("_gmtime_js")
  public void gmtime(int time, int tm) {
    BrokenDownTime.writeUtc(emscripten.memory(), tm, pointedTo(time));
  }

  @HostFunction("_gmtime_js")
  public void gmtime(long time, int tm) {
    BrokenDownTime.writeUtc(emscripten.memory(), tm, instant(time));
  }

  @HostFunction("_gmtime_js")
  public void gmtimeLegalised(int timeLow, int timeHigh, int tm) {
    gmtime(Emscripten.i64(timeLow, timeHigh), tm);
  }

  @HostFunction("_gmtime_js")
  public int gmtimeChecked(long time, int tm) {
    gmtime(time, tm);
    return 0;
  }

  @HostFunction("_localtime_js")
  public void localtime(int time, int tm) {
    BrokenDownTime.writeLocal(emscripten.memory(), tm, pointedTo(time), zone());
  }

  @HostFunction("_localtime_js")
  public void localtime(long time, int tm) {
    BrokenDownTime.writeLocal(emscripten.memory(), tm, instant(time), zone());
  }

  @HostFunction("_localtime_js")
  public void localtimeLegalised(int timeLow, int timeHigh, int tm) {
    localtime(Emscripten.i64(timeLow, timeHigh), tm);
  }

  @HostFunction("_localtime_js")
  public int localtimeChecked(long time, int tm) {
    localtime(time, tm);
    return 0;
  }

  @HostFunction("_mktime_js")
  public long mktime(int tm) {
    Memory memory = emscripten.memory();
    try {
      ZonedDateTime time = BrokenDownTime.read(memory, tm).in(zone());
      BrokenDownTime.writeLocal(memory, tm, time.toInstant(), zone());
      return time.toEpochSecond();
    } catch (DateTimeException | ArithmeticException e) {
      return -1;
    }
  }

  /// The lower half; the upper one is left where the guest may ask for it.
  @HostFunction("_mktime_js")
  public int mktimeLegalised(int tm) {
    return tempRet0.split(mktime(tm));
  }

  @HostFunction("_timegm_js")
  public long timegm(int tm) {
    Memory memory = emscripten.memory();
    try {
      LocalDateTime time = BrokenDownTime.read(memory, tm).normalized();
      Instant instant = time.toInstant(ZoneOffset.UTC);
      BrokenDownTime.writeUtc(memory, tm, instant);
      return instant.getEpochSecond();
    } catch (DateTimeException | ArithmeticException e) {
      return -1;
    }
  }

  /// The lower half; the upper one is left where the guest may ask for it.
  @HostFunction("_timegm_js")
  public int timegmLegalised(int tm) {
    return tempRet0.split(timegm(tm));
  }

  /// Sets the C library's time zone.
  ///
  /// @param timezone where to write the seconds west of Greenwich
  /// @param daylight where to write whether there is daylight saving time
  /// @param standardName where to write the name without it, at most 17 bytes
  /// @param daylightName where to write the name with it, at most 17 bytes
  @HostFunction("_tzset_js")
  public void tzset(int timezone, int daylight, int standardName, int daylightName) {
    setZone(timezone, daylight);
    emscripten.writeString(standardName, NAME_CAPACITY, name(false));
    emscripten.writeString(daylightName, NAME_CAPACITY, name(true));
  }

  /// The same for old libraries, which want two pointers to names.
  @HostFunction("_tzset_js")
  public void tzsetOld(int timezone, int daylight, int names) {
    setZone(timezone, daylight);
    for (int i = 0; i < 2; i++) {
      int copy = emscripten.calls().malloc(NAME_CAPACITY);
      emscripten.writeString(copy, NAME_CAPACITY, name(i == 1));
      emscripten.memory().setI32(names + 4 * i, copy);
    }
  }

  private void setZone(int timezone, int daylight) {
    int year = emscripten.options().clock().realtime().atZone(zone()).getYear();
    int january = offset(year, 1);
    int july = offset(year, 7);
    emscripten.memory().setI32(timezone, -Math.min(january, july));
    emscripten.memory().setI32(daylight, january == july ? 0 : 1);
  }

  private int offset(int year, int month) {
    return LocalDateTime.of(year, month, 1, 0, 0).atZone(zone()).getOffset().getTotalSeconds();
  }

  private String name(boolean daylight) {
    return TimeZone.getTimeZone(zone()).getDisplayName(daylight, TimeZone.SHORT, Locale.ENGLISH);
  }
}
