package graft.host;

import static graft.host.FakeGuest.SCRATCH;
import static org.assertj.core.api.Assertions.assertThat;

import graft.runtime.Memory;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/// Clocks and calendars.
final class EmscriptenTimeTest {
  private static final int TM = 0x8000;
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private final FakeGuest guest = new FakeGuest();
  private final Memory memory = guest.memory();
  private final HostClock clock = HostClock.standingAt(Instant.parse("2026-07-01T12:00:00.125Z"));
  private final EmscriptenHost host =
      EmscriptenHost.of(guest, HostOptions.builder().clock(clock).zone(BERLIN).build());

  private Object call(String name, String result, Object... arguments) {
    return FakeGuest.call(host, "env", name, result, arguments);
  }

  private void setTime(int... fields) {
    for (int i = 0; i < 11; i++) {
      memory.setI32(TM + 4 * i, i < fields.length ? fields[i] : 0);
    }
  }

  private int[] time() {
    int[] fields = new int[10];
    for (int i = 0; i < 10; i++) {
      fields[i] = memory.i32(TM + 4 * i);
    }
    return fields;
  }

  @Test
  void momentsAreTakenApart() {
    long summer = Instant.parse("2026-07-01T22:30:15Z").getEpochSecond();
    call("_gmtime_js", "v", summer, TM);
    assertThat(time()).containsExactly(15, 30, 22, 1, 6, 126, 3, 181, 0, 0);
    call("_localtime_js", "v", (int) summer, 0, TM);
    assertThat(time()).containsExactly(15, 30, 0, 2, 6, 126, 4, 182, 1, 7200);
    call("_localtime_js", "i", Instant.parse("1969-12-31T23:59:59Z").getEpochSecond(), TM);
    assertThat(time()).containsExactly(59, 59, 0, 1, 0, 70, 4, 0, 0, 3600);
  }

  @Test
  void anOldLibraryPassesTimesByPointer() {
    memory.setI64(SCRATCH, 86_400L * 365 * 100);
    call("_gmtime_js", "v", SCRATCH, TM);
    assertThat(memory.i32(TM + 20)).isEqualTo(169);
    host.find("env", "time", FakeGuest.type("i i"));
    memory.setI64(SCRATCH, -1L << 32 | 86_400);
    call("_gmtime_js", "v", SCRATCH, TM);
    assertThat(time()).containsExactly(0, 0, 0, 2, 0, 70, 5, 1, 0, 0);
  }

  @Test
  void momentsArePutTogether() {
    setTime(75, 59, 23, 31, 11, 125, 0, 0, -1);
    assertThat(call("_mktime_js", "j", TM))
        .isEqualTo(Instant.parse("2025-12-31T23:00:15Z").getEpochSecond());
    assertThat(time()).containsExactly(15, 0, 0, 1, 0, 126, 4, 0, 0, 3600);
    setTime(0, 30, 14, 32, 0, 138);
    long after2038 = Instant.parse("2038-02-01T14:30:00Z").getEpochSecond();
    assertThat(call("_timegm_js", "i", TM)).isEqualTo((int) after2038);
    assertThat(call("getTempRet0", "i")).isEqualTo((int) (after2038 >> 32));
    setTime(0, 0, 0, 1, 0, Integer.MAX_VALUE);
    assertThat(call("_mktime_js", "j", TM)).isEqualTo(-1L);
  }

  @Test
  void theDoubleHourIsToldApartByItsFlag() {
    int[] fields = {0, 30, 2, 25, 9, 126, 0, 0, 1};
    setTime(fields);
    assertThat(call("_mktime_js", "j", TM))
        .isEqualTo(Instant.parse("2026-10-25T00:30:00Z").getEpochSecond());
    fields[8] = 0;
    setTime(fields);
    assertThat(call("_mktime_js", "j", TM))
        .isEqualTo(Instant.parse("2026-10-25T01:30:00Z").getEpochSecond());
    fields[8] = -1;
    setTime(fields);
    assertThat(call("_mktime_js", "j", TM))
        .isEqualTo(Instant.parse("2026-10-25T00:30:00Z").getEpochSecond());
    assertThat(memory.i32(TM + 32)).isEqualTo(1);
  }

  @Test
  void theZoneIsTheEmbedders() {
    call("_tzset_js", "v", TM, TM + 4, TM + 8, TM + 32);
    assertThat(memory.i32(TM)).isEqualTo(-3600);
    assertThat(memory.i32(TM + 4)).isEqualTo(1);
    assertThat(memory.cString(TM + 8)).isEqualTo("CET");
    assertThat(memory.cString(TM + 32)).isEqualTo("CEST");
    call("_tzset_js", "v", TM, TM + 4, TM + 8);
    assertThat(memory.cString(memory.i32(TM + 12))).isEqualTo("CEST");
  }

  private String format(String pattern) {
    int length = (Integer) call("strftime", "i", SCRATCH, 200, guest.string(pattern), TM);
    String text = memory.cString(SCRATCH);
    assertThat(text).hasSize(length);
    return text;
  }

  @Test
  void datesAreWrittenAsInTheCLocale() {
    setTime(5, 4, 15, 2, 0, 126, 5, 1, 0, 3600);
    memory.setI32(TM + 40, guest.string("CET"));
    assertThat(format("%c|%D|%F|%r|%R|%T|%x|%X"))
        .isEqualTo(
            "Fri Jan  2 15:04:05 2026|01/02/26|2026-01-02|03:04:05 PM|15:04|15:04:05|01/02/26"
                + "|15:04:05");
    assertThat(format("%a %A %b %B %h %C %d %e %I %j %m %p %u %w %y %Y %z %Z %% %n%t"))
        .isEqualTo("Fri Friday Jan January Jan 20 02  2 03 002 01 PM 5 5 26 2026 +0100 CET % \n\t");
    assertThat(format("%G-W%V %g %U %W %s")).isEqualTo("2026-W01 26 00 00 1767362645");
    assertThat(format("%Ey %Od %Q %")).isEqualTo("26 02 %Q %");
    assertThat(call("strftime", "i", SCRATCH, 4, guest.string("%Y"), TM)).isEqualTo(0);
    assertThat(call("strftime_l", "i", SCRATCH, 5, guest.string("%Y"), TM, 0)).isEqualTo(4);
    call("__asctime_r", "i", TM, SCRATCH);
    assertThat(memory.cString(SCRATCH)).isEqualTo("Fri Jan  2 15:04:05 2026\n");
  }

  @Test
  void clocksFollowTheEmbedders() throws InterruptedException {
    assertThat(call("emscripten_get_now", "d")).isEqualTo(0.0);
    assertThat(call("emscripten_date_now", "d")).isEqualTo(1_782_907_200_125.0);
    assertThat(call("_emscripten_date_now", "d")).isEqualTo(1_782_907_200_125.0);
    assertThat(call("time", "i", TM)).isEqualTo(1_782_907_200);
    assertThat(memory.i32(TM)).isEqualTo(1_782_907_200);
    call("emscripten_sleep", "v", 1500);
    assertThat(call("emscripten_get_now", "d")).isEqualTo(1500.0);
    assertThat(call("clock_gettime", "i", 1, TM)).isEqualTo(0);
    assertThat(memory.i64(TM)).isEqualTo(500_000_000L << 32 | 1);
    assertThat(call("gettimeofday", "i", TM, 0)).isEqualTo(0);
    assertThat(memory.i32(TM + 4)).isEqualTo(625_000);
    assertThat(call("clock", "i")).isEqualTo(1_500_000);
    int errno = guest.malloc(4);
    guest.define("__errno_location", "i", _ -> errno);
    assertThat(call("__clock_gettime", "i", 77, TM)).isEqualTo(-1);
    assertThat(memory.i32(errno)).isEqualTo(28);
  }
}
