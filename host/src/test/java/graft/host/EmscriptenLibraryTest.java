package graft.host;

import static graft.host.FakeGuest.SCRATCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import graft.runtime.Memory;
import graft.vfs.GuestFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What Emscripten's JavaScript library has besides the system: dates from text, JavaScript's
/// mathematics, identifiers, `netdb.h`, the log.
final class EmscriptenLibraryTest {
  private static final int TM = 0x8000;

  private final FakeGuest guest = new FakeGuest();
  private final Memory memory = guest.memory();
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private HostOptions options;
  private EmscriptenHost host;

  @BeforeEach
  void start() throws IOException {
    GuestFiles files = EmscriptenHost.files().standardOutput(output).standardError(errors).build();
    options =
        HostOptions.builder()
            .files(files)
            .random(new Random(1))
            .zone(ZoneId.of("Europe/Berlin"))
            .clock(HostClock.standingAt(Instant.parse("2026-07-01T12:00:00.125Z")))
            .build();
    host = EmscriptenHost.of(guest, options);
  }

  private Object call(String name, String result, Object... arguments) {
    return FakeGuest.call(host, "env", name, result, arguments);
  }

  private String number(double value) {
    int length = (Integer) call("emscripten_print_double", "i", value, SCRATCH, 100);
    assertThat(call("emscripten_print_double", "i", value, 0, 0)).isEqualTo(length);
    String text = memory.cString(SCRATCH);
    assertThat(text).hasSize(length);
    return text;
  }

  /// Reads a date into a `struct tm` of zeros.
  ///
  /// @return the fields, and how much of the text was left; null if it does not fit
  private String date(String text, String format) {
    memory.fill(TM, 44, 0);
    int start = guest.string(text);
    int end = (Integer) call("strptime", "i", start, guest.string(format), TM);
    if (end == 0) {
      return "none";
    }
    StringBuilder fields = new StringBuilder();
    for (int offset : new int[] {20, 16, 12, 8, 4, 0, 24, 28, 36}) {
      fields.append(memory.i32(TM + offset)).append(' ');
    }
    return fields + "'" + memory.cString(end) + "'";
  }

  /// Fields: year, month, day, hour, minute, second, day of week, day of year, offset, rest. What
  /// glibc gives, but for `%U`, of which it makes no date, as Emscripten does.
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "2000-01-01 | %Y-%m-%d | 100 0 1 0 0 0 6 0 0 ''",
        "03/03/00 | %D | 100 2 3 0 0 0 5 62 0 ''",
        "9/9/99 | %x | 99 8 9 0 0 0 4 251 0 ''",
        "19990502123412 | %Y%m%d%H%M%S | 99 4 2 12 34 12 0 121 0 ''",
        "17410105012000 | %H%M%S%d%m%Y | 100 0 5 17 41 1 3 4 0 ''",
        "2001 20 Mon | %Y %U %a | 101 4 21 0 0 0 1 140 0 ''",
        "2006 4 Fri | %Y %U %a | 106 0 27 0 0 0 5 26 0 ''",
        "2013 29 Wed | %Y %W %a | 113 6 24 0 0 0 3 204 0 ''",
        "2001 8 Thursday | %Y %W %a | 101 1 22 0 0 0 4 52 0 ''",
        "2000-01-01 08:12:21 PM | %Y-%m-%d %I:%M:%S %p | 100 0 1 20 12 21 6 0 0 ''",
        "12:30 am | %I:%M %p | 0 0 0 0 30 0 0 0 0 ''",
        "12:30 PM | %I:%M %p | 0 0 0 12 30 0 0 0 0 ''",
        "september 3, 1987 rest | %B %d, %Y | 87 8 3 0 0 0 4 245 0 ' rest'",
        "May 1 2020 | %b %e %Y | 120 4 1 0 0 0 5 121 0 ''",
        "2024 060 | %Y %j | 124 1 29 0 0 0 4 59 0 ''",
        "20 68 | %C %y | 168 0 0 0 0 0 0 0 0 ''",
        "68 | %y | 168 0 0 0 0 0 0 0 0 ''",
        "69 | %y | 69 0 0 0 0 0 0 0 0 ''",
        "Sat Nov 28 17:00:01 2026 | %c | 126 10 28 17 0 1 6 331 0 ''",
        "0 | %s | 70 0 1 1 0 0 4 0 3600 ''",
        "2026-07-01T10:20:30+0530 | %FT%T%z | 126 6 1 10 20 30 3 181 19800 ''",
        "10:20 -03:30 | %R %z | 0 0 0 10 20 0 0 0 -12600 ''",
        "7% | %d%% | 0 0 7 0 0 0 0 6 0 ''",
        "31/02/2026 | %d/%m/%Y | 126 1 31 0 0 0 0 0 0 ''",
        "2024年05月 | %Y年%m月 | 124 4 0 0 0 0 0 0 0 ''",
        "GMT+1 x | %Z | 0 0 0 0 0 0 0 0 0 ' x'",
        "9 | %u | none",
        "25:00 | %H:%M | none",
        "Foo | %b | none",
        "12 | %d%% | none",
        "2026 | %Y-%m | none",
        "5 | %Q | none",
        "x | %d | none",
      })
  void datesAreRead(String text, String format, String expected) {
    assertThat(date(text, format)).isEqualTo(expected);
  }

  @Test
  void aDateComesTogetherFromSeveralReadings() {
    memory.fill(TM, 44, 0xaa);
    for (String[] each :
        new String[][] {{"2007", "%Y"}, {"12", "%d"}, {"Feb", "%b"}, {"13", "%M"}}) {
      assertThat(call("strptime_l", "i", guest.string(each[0]), guest.string(each[1]), TM, 0))
          .isNotEqualTo(0);
    }
    assertThat(memory.i32(TM + 24)).isEqualTo(1);
    assertThat(memory.i32(TM + 28)).isEqualTo(42);
    assertThat(memory.i32(TM + 8)).isEqualTo(0xaaaaaaaa);
  }

  @Test
  void whatIsNotReadStaysAsItIs() {
    memory.fill(TM, 44, 0);
    memory.setI32(TM + 12, 5);
    memory.setI32(TM + 24, 3);
    memory.setI32(TM + 28, 200);
    call("strptime", "i", guest.string("10:20"), guest.string("%H:%M"), TM);
    call("strptime", "i", guest.string("x"), guest.string("%u"), TM);
    assertThat(memory.i32(TM + 8)).isEqualTo(10);
    assertThat(memory.i32(TM + 24)).isEqualTo(3);
    assertThat(memory.i32(TM + 28)).isEqualTo(200);
  }

  @Test
  void theTimeHasMilliseconds() {
    call("ftime", "i", SCRATCH);
    assertThat(memory.i64(SCRATCH))
        .isEqualTo(Instant.parse("2026-07-01T12:00:00Z").getEpochSecond());
    assertThat(memory.u16(SCRATCH + 8)).isEqualTo(125);
    host.find("env", "time", FakeGuest.type("i i"));
    memory.fill(SCRATCH, 16, 0xff);
    call("ftime", "i", SCRATCH);
    assertThat(memory.u16(SCRATCH + 4)).isEqualTo(125);
    assertThat(memory.u16(SCRATCH + 8)).isEqualTo(0);
    assertThat(memory.u16(SCRATCH + 10)).isEqualTo(0xffff);
  }

  @ParameterizedTest
  @CsvSource({
    "0.1, 0.1",
    "-0.0, 0",
    "1, 1",
    "-1.5, -1.5",
    "100, 100",
    "123456789012345680000, 123456789012345680000",
    "1e21, 1e+21",
    "-1.25e300, -1.25e+300",
    "0.000001, 0.000001",
    "0.0000001, 1e-7",
    "1.5e-9, 1.5e-9",
    "4.9e-324, 5e-324",
    "1e-323, 1e-323",
    "1.2e-322, 1.2e-322",
    "2e-3, 0.002",
    "Infinity, Infinity",
    "-Infinity, -Infinity",
    "NaN, NaN",
  })
  void numbersAreWrittenAsInJavaScript(double value, String expected) {
    assertThat(number(value)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "round, 0.49999999999999994, 0",
    "round, 2.5, 3",
    "round, -2.5, -2",
    "round, -0.2, -0.0",
    "round, 4503599627370497, 4503599627370497",
    "log2, 8, 3",
    "log2, 0, -Infinity",
    "log2, 10, 3.321928094887362",
    "log2, Infinity, Infinity",
    "log2, -Infinity, NaN",
    "log2, 4.9e-324, -1074",
    "acosh, -1e9, NaN",
    "acosh, 1.000000000001, 1.4142764231805424e-6",
    "acosh, Infinity, Infinity",
    "atanh, -0.5, -0.5493061443340548",
    "atanh, -0.0, -0.0",
    "asinh, 1, 0.881373587019543",
    "asinh, -0.0, -0.0",
    "asinh, 1e300, 691.4686750787736",
    "acosh, 1, 0",
    "acosh, 2, 1.3169578969248166",
    "acosh, 0.5, NaN",
    "atanh, 0.5, 0.5493061443340548",
    "atanh, 1, Infinity",
    "atanh, 2, NaN",
    "cbrt, -27, -3",
    "sign, -3, -1",
    "expm1, 1e-10, 1.00000000005e-10",
    "sqrt, 2, 1.4142135623730951",
  })
  void mathematicsAreJavaScripts(String name, double value, double expected) {
    double found = (Double) call("emscripten_math_" + name, "d", value);
    if (Double.isFinite(expected)) {
      assertThat(found).isCloseTo(expected, within(2 * Math.ulp(expected)));
    } else {
      assertThat(found).isEqualTo(Double.valueOf(expected));
    }
    if (expected == 0) {
      assertThat(1 / found).isEqualTo(1 / expected);
    }
  }

  @Test
  void twoArgumentsAndMore() {
    assertThat(call("emscripten_math_fmod", "d", -5.5, 2.0)).isEqualTo(-1.5);
    assertThat(call("emscripten_math_pow", "d", 1.0, Double.POSITIVE_INFINITY))
        .isEqualTo(Double.NaN);
    assertThat(call("emscripten_math_atan2", "d", 1.0, -1.0)).isEqualTo(3 * Math.PI / 4);
    for (int i = 0; i < 3; i++) {
      memory.setF64(SCRATCH + 8 * i, new double[] {2, 3, 6}[i]);
    }
    assertThat(call("emscripten_math_hypot", "d", 3, SCRATCH)).isEqualTo(7.0);
    assertThat((Double) call("emscripten_math_random", "d")).isBetween(0.0, 1.0);
  }

  @Test
  void identifiersAreMadeWrittenAndRead() {
    call("uuid_generate", "v", SCRATCH);
    assertThat(call("uuid_type", "i", SCRATCH)).isEqualTo(4);
    assertThat(call("uuid_variant", "i", SCRATCH)).isEqualTo(1);
    call("uuid_unparse", "v", SCRATCH, SCRATCH + 64);
    String text = memory.cString(SCRATCH + 64);
    assertThat(text).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    assertThat(UUID.fromString(text).version()).isEqualTo(4);
    call("uuid_unparse_upper", "v", SCRATCH, SCRATCH + 128);
    assertThat(memory.cString(SCRATCH + 128)).isEqualTo(text.toUpperCase(Locale.ROOT));
    assertThat(call("uuid_parse", "i", SCRATCH + 128, SCRATCH + 16)).isEqualTo(0);
    assertThat(call("uuid_compare", "i", SCRATCH, SCRATCH + 16)).isEqualTo(0);
    assertThat(call("uuid_parse", "i", guest.string(text.replace('-', '0')), SCRATCH + 16))
        .isEqualTo(-1);
    call("uuid_clear", "v", SCRATCH + 16);
    assertThat(call("uuid_is_null", "i", SCRATCH + 16)).isEqualTo(1);
    assertThat((Integer) call("uuid_compare", "i", SCRATCH, SCRATCH + 16)).isPositive();
    call("uuid_copy", "v", SCRATCH + 16, SCRATCH);
    assertThat(call("uuid_is_null", "i", SCRATCH + 16)).isEqualTo(0);
  }

  private String entry(int hostent) {
    int address = memory.i32(memory.i32(hostent + 16));
    return memory.cString(memory.i32(hostent))
        + " "
        + memory.i32(memory.i32(hostent + 4))
        + " "
        + memory.i32(hostent + 8)
        + " "
        + memory.i32(hostent + 12)
        + " "
        + Integer.toHexString(Integer.reverseBytes(memory.i32(address)))
        + " "
        + memory.i32(memory.i32(hostent + 16) + 4);
  }

  @Test
  void hostsAreNumbersAndThisOne() {
    int entry = (Integer) call("gethostbyname", "i", guest.string("localhost"));
    assertThat(entry(entry)).isEqualTo("localhost 0 2 4 7f000001 0");
    int unknown = SCRATCH + 0x100;
    guest.define("__h_errno_location", "i", _ -> unknown);
    assertThat(call("gethostbyname", "i", guest.string("example.org"))).isEqualTo(0);
    assertThat(memory.i32(unknown)).isEqualTo(1);
    memory.write(SCRATCH, new byte[] {10, 1, 2, (byte) 255});
    int reverse = (Integer) call("gethostbyaddr", "i", SCRATCH, 4, 2);
    assertThat(entry(reverse)).isEqualTo("10.1.2.255 0 2 4 a0102ff 0");
    assertThat(call("gethostbyaddr", "i", SCRATCH, 16, 10)).isEqualTo(0);
  }

  @Test
  void hostsAreWrittenIntoTheCallersBuffer() {
    int name = guest.string("127.0.0.2");
    int out = SCRATCH;
    int buffer = SCRATCH + 0x101;
    assertThat(call("gethostbyname_r", "i", name, out, buffer, 20, out + 32, out + 36))
        .isEqualTo(68);
    assertThat(memory.i32(out + 32)).isEqualTo(0);
    assertThat(call("gethostbyname_r", "i", name, out, buffer, 29, out + 32, out + 36))
        .isEqualTo(0);
    assertThat(memory.i32(out + 32)).isEqualTo(out);
    assertThat(entry(out)).isEqualTo("127.0.0.2 0 2 4 7f000002 0");
    assertThat(memory.u8(buffer + 29)).isEqualTo(0);
    int unknown = guest.string("example.org");
    assertThat(call("gethostbyname_r", "i", unknown, out, buffer, 99, out + 32, out + 36))
        .isEqualTo(0);
    assertThat(memory.i32(out + 32)).isEqualTo(0);
    assertThat(memory.i32(out + 36)).isEqualTo(1);
  }

  @Test
  void protocolsAreTwo() {
    int tcp = (Integer) call("getprotobyname", "i", guest.string("tcp"));
    assertThat(memory.cString(memory.i32(tcp))).isEqualTo("tcp");
    assertThat(memory.cString(memory.i32(memory.i32(tcp + 4)))).isEqualTo("TCP");
    assertThat(memory.i32(memory.i32(tcp + 4) + 4)).isEqualTo(0);
    assertThat(memory.i32(tcp + 8)).isEqualTo(6);
    assertThat(call("getprotobynumber", "i", 6)).isEqualTo(tcp);
    assertThat(call("getprotobynumber", "i", 5)).isEqualTo(0);
    assertThat(call("getprotobyname", "i", guest.string("sctp"))).isEqualTo(0);
    assertThat(call("getprotoent", "i")).isEqualTo(tcp);
    assertThat(memory.i32((Integer) call("getprotoent", "i") + 8)).isEqualTo(17);
    assertThat(call("getprotoent", "i")).isEqualTo(0);
    call("setprotoent", "v", 1);
    assertThat(call("getprotoent", "i")).isEqualTo(tcp);
    call("endprotoent", "v");
    assertThat(call("getprotoent", "i")).isEqualTo(tcp);
  }

  @Test
  void embeddedFilesAreThereFromTheStart() {
    int content = guest.string("content");
    int[] entries = {guest.string("/data/deep/one.txt"), 7, content, guest.string("/two"), 0, 0, 0};
    for (int i = 0; i < entries.length; i++) {
      memory.setI32(SCRATCH + 4 * i, entries[i]);
    }
    call("_emscripten_fs_load_embedded_files", "v", SCRATCH);
    int fd = (Integer) call("__syscall_openat", "i", -100, entries[0], 0, 0);
    assertThat(
            FakeGuest.call(
                WasiHost.of(guest, options),
                "wasi_snapshot_preview1",
                "fd_read",
                "i",
                fd,
                guest.iovec(SCRATCH, 100),
                1,
                SCRATCH + 200))
        .isEqualTo(0);
    assertThat(memory.utf8(SCRATCH, memory.i32(SCRATCH + 200))).isEqualTo("content");
    assertThat((Integer) call("__syscall_openat", "i", -100, entries[3], 0, 0)).isPositive();
  }

  @Test
  void theLogIsFormatted() {
    memory.setI32(SCRATCH, 7);
    memory.setI32(SCRATCH + 4, guest.string("text"));
    call("emscripten_log", "v", 0, guest.string("%d %s"), SCRATCH);
    call("emscripten_log", "v", 1 | 4, guest.string("%x"), SCRATCH);
    call("emscripten_log", "v", 8 | 2, guest.string("here"), SCRATCH);
    assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo("7 text\n");
    assertThat(errors.toString(StandardCharsets.UTF_8)).isEqualTo("7\nhere\n\n");
    assertThat(call("emscripten_get_callstack", "i", 0, 0, 0)).isEqualTo(2);
  }
}
