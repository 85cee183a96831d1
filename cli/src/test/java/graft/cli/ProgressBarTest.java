package graft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import graft.source.FetchException;
import graft.source.FetchRequest;
import graft.source.Fetched;
import graft.source.Fetcher;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What somebody sees on a terminal while libraries are fetched.
final class ProgressBarTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final ProgressBar bar =
      new ProgressBar(Console.of(OutputStream.nullOutputStream(), err, Path.of("")));

  /// What was written since the last time: the line before is erased first.
  private String seen() {
    String text = err.toString(StandardCharsets.UTF_8);
    err.reset();
    return text.replace("\r\033[K", "|");
  }

  private static FetchRequest request(String name) {
    return FetchRequest.module(URI.create("http://localhost/" + name.hashCode()), name, null);
  }

  private static Fetched file(FetchRequest request) {
    return new Fetched(request.uri(), new byte[0], "", Fetched.Origin.NETWORK, Map.of());
  }

  @Test
  void oneLibraryGrowsAndIsGone() {
    FetchRequest rings = request("rings.so");
    bar.asking(rings, rings.uri(), 1);
    assertThat(seen()).isEqualTo("|fetching rings.so ...");
    bar.progress(rings, 2048, 8192);
    assertThat(seen()).isEqualTo("|fetching rings.so [#####...............] 25% of 8 KiB");
    bar.progress(rings, 2049, 8192);
    assertThat(seen()).isEmpty();
    bar.progress(rings, 8192, 8192);
    assertThat(seen()).isEqualTo("|fetching rings.so [####################] 100% of 8 KiB");
    bar.fetched(rings, file(rings));
    assertThat(seen()).isEqualTo("|");
  }

  @Test
  void anotherAttemptIsTold() {
    FetchRequest rings = request("rings.so");
    bar.progress(rings, 2048, 8192);
    seen();
    bar.retrying(rings, "nothing came for 30 s after 2048 bytes of 8192", Duration.ZERO);
    assertThat(seen())
        .startsWith("|graft: rings.so: nothing came for 30 s after 2048 bytes of 8192; asking once")
        .endsWith("|fetching rings.so [#####...............] 25% of 8 KiB");
  }

  @Test
  void severalLibrariesAreOneBar() {
    FetchRequest one = request("one.so");
    FetchRequest two = request("two.so");
    bar.progress(one, 1024, 2048);
    bar.progress(two, 1024, 2048);
    assertThat(seen()).endsWith("|fetching 2 libraries [##########..........] 50% of 4 KiB");
    bar.fetched(one, file(one));
    assertThat(seen()).isEqualTo("|fetching two.so [##########..........] 50% of 2 KiB");
  }

  @Test
  void withoutASizeThereAreNumbersOnly() {
    FetchRequest rings = request("rings.so");
    bar.progress(rings, 3 << 20, -1);
    assertThat(seen()).isEqualTo("|fetching rings.so: 3,072 KiB");
    FetchException problem =
        catchThrowableOfType(
            FetchException.class,
            () -> {
              try (Fetcher fetcher = Fetcher.builder().offline(true).build()) {
                fetcher.fetch(rings);
              }
            });
    bar.failed(rings, problem);
    assertThat(seen()).isEqualTo("|");
  }

  @Test
  void aNameNeitherFillsTheLineNorDoesAnythingToTheTerminal() {
    FetchRequest evil = request("a\033[2Jlib-with-a-name-that-goes-on-and-on.so");
    bar.asking(evil, evil.uri(), 1);
    assertThat(seen()).isEqualTo("|fetching ...hat-goes-on-and-on.so ...");
    FetchRequest red = request("\033[31m.so");
    bar.fetched(evil, file(evil));
    seen();
    bar.asking(red, red.uri(), 1);
    assertThat(seen()).isEqualTo("|fetching ?[31m.so ...");
  }
}
