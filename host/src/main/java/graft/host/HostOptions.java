package graft.host;

import graft.vfs.GuestFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What a guest gets to see of the world: arguments, environment, files, time, chance. Without more
/// it gets no arguments, no files, the machine's clock and random numbers.
///
/// ```java
/// HostOptions options =
///     HostOptions.builder()
///         .arguments("hello", "--verbose")
///         .environment("HOME", "/home")
///         .files(GuestFiles.builder().inheritStandardStreams().build())
///         .build();
/// ```
public final class HostOptions {
  private final List<String> arguments;
  private final SequencedMap<String, String> environment;
  private final GuestFiles files;
  private final HostClock clock;
  private final @Nullable ZoneId zone;
  private final Downloads downloads;
  private final FetchStore fetchStore;
  private final Supplier<String> glue;
  private @Nullable String glueText;
  private @Nullable RandomGenerator random;

  private HostOptions(Builder builder) {
    arguments = builder.arguments;
    environment = new LinkedHashMap<>(builder.environment);
    files = builder.files == null ? noFiles() : builder.files;
    clock = builder.clock;
    zone = builder.zone;
    downloads = builder.downloads;
    fetchStore = builder.fetchStore == null ? FetchStore.inMemory() : builder.fetchStore;
    glue = builder.glue;
    random = builder.random;
  }

  private static GuestFiles noFiles() {
    try {
      return GuestFiles.builder().build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Starts describing options.
  public static Builder builder() {
    return new Builder();
  }

  /// The program's name and its arguments.
  public List<String> arguments() {
    return arguments;
  }

  /// The environment variables, in the order in which the guest sees them.
  public SequencedMap<String, String> environment() {
    return new LinkedHashMap<>(environment);
  }

  /// The files.
  public GuestFiles files() {
    return files;
  }

  /// What the guest learns about time.
  public HostClock clock() {
    return clock;
  }

  /// What the guest takes for local time.
  public ZoneId zone() {
    return zone == null ? ZoneId.systemDefault() : zone;
  }

  /// What the guest can fetch by address.
  public Downloads downloads() {
    return downloads;
  }

  /// Where the guest keeps what it fetches for later.
  public FetchStore fetchStore() {
    return fetchStore;
  }

  /// The JavaScript that Emscripten wrote for the main module, or an empty string.
  public synchronized String glue() {
    String known = glueText;
    if (known == null) {
      known = glue.get();
      glueText = known;
    }
    return known;
  }

  /// Where random bytes come from.
  public synchronized RandomGenerator random() {
    RandomGenerator known = random;
    if (known == null) {
      known = new SecureRandom();
      random = known;
    }
    return Objects.requireNonNull(known);
  }

  /// Describes options.
  public static final class Builder {
    private List<String> arguments = List.of();
    private final SequencedMap<String, String> environment = new LinkedHashMap<>();
    private @Nullable GuestFiles files;
    private HostClock clock = HostClock.system();
    private @Nullable ZoneId zone;
    private Downloads downloads = Downloads.none();
    private @Nullable FetchStore fetchStore;
    private Supplier<String> glue = () -> "";
    private @Nullable RandomGenerator random;

    private Builder() {}

    /// The program's name and its arguments.
    public Builder arguments(String... all) {
      return arguments(List.of(all));
    }

    /// The program's name and its arguments.
    public Builder arguments(List<String> all) {
      arguments = List.copyOf(all);
      return this;
    }

    /// Sets an environment variable.
    public Builder environment(String name, String value) {
      environment.put(name, value);
      return this;
    }

    /// Sets environment variables.
    public Builder environment(Map<String, String> variables) {
      environment.putAll(variables);
      return this;
    }

    /// The files that the guest sees.
    public Builder files(GuestFiles guestFiles) {
      files = guestFiles;
      return this;
    }

    /// What the guest learns about time.
    public Builder clock(HostClock hostClock) {
      clock = hostClock;
      return this;
    }

    /// What the guest takes for local time; the machine's zone unless told otherwise.
    public Builder zone(ZoneId localZone) {
      zone = localZone;
      return this;
    }

    /// What the guest can fetch by address; nothing unless told otherwise.
    public Builder downloads(Downloads allowed) {
      downloads = allowed;
      return this;
    }

    /// Where the guest keeps what it fetches for later; in memory, for as long as these options
    /// last, unless told otherwise.
    public Builder fetchStore(FetchStore store) {
      fetchStore = store;
      return this;
    }

    /// The JavaScript that Emscripten wrote for the main module (`program.js` beside
    /// `program.wasm`). It takes the texts of `EM_ASM` and `EM_JS` of a main module out of it, so
    /// that they stand only there; nothing else of it is used.
    ///
    /// @param text gives it; asked when it is needed
    public Builder glue(Supplier<String> text) {
      glue = text;
      return this;
    }

    /// Where random bytes come from; a {@link SecureRandom} unless told otherwise.
    public Builder random(RandomGenerator generator) {
      random = generator;
      return this;
    }

    /// The options.
    public HostOptions build() {
      return new HostOptions(this);
    }
  }
}
