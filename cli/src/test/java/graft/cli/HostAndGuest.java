// README's third Java example; ReadmeTest compares and runs it.
package graft.cli;

import graft.dl.GuestName;
import graft.dl.GuestProcess;
import graft.dl.Library;
import graft.runtime.Guest;
import graft.runtime.HostFunction;
import graft.runtime.HostLibrary;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.Objects;

final class HostAndGuest {
  /// What C declares as `int ask(const char *question);`
  public static final class Oracle {
    private final Guest guest;

    Oracle(Guest guest) {
      this.guest = guest;
    }

    @HostFunction
    public int ask(int question) {
      return guest.memory().cString(question).length();
    }
  }

  /// Goes before the guest's own `weigh`.
  public static final class Scales {
    private final Guest guest;

    Scales(Guest guest) {
      this.guest = guest;
    }

    @HostFunction
    public int weigh(int thing) {
      Object own = Objects.requireNonNull(guest.function("weigh")).invoke(thing);
      return 2 * (Integer) Objects.requireNonNull(own);
    }
  }

  interface Geometry {
    @GuestName("geo::area(double)")
    double area(double side);
  }

  static double area(Path main) {
    try (GuestProcess process =
        GuestProcess.builder()
            .main(main)
            .host(guest -> HostLibrary.of(MethodHandles.lookup(), new Oracle(guest)))
            .interpose(guest -> HostLibrary.of(MethodHandles.lookup(), new Scales(guest)))
            .load()) {
      Library geo = process.open("libgeo.so");
      return geo.as(MethodHandles.lookup(), Geometry.class).area(3);
    }
  }
}
