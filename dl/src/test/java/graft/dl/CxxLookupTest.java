package graft.dl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.runtime.Guest;
import graft.runtime.HostFunction;
import graft.runtime.HostLibrary;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// C++ names in lookups and messages, and functions that Java puts in front.
final class CxxLookupTest {
  private static final String GEO =
      """
      namespace geo {
        struct Circle { double radius; Circle(double r); };
        Circle::Circle(double r) : radius(r) {}
        double area(Circle const &c) { return 3 * c.radius * c.radius; }
        double area(double side) { return side * side; }
        int count(int a, unsigned long b) { return a + b; }
        template <typename T> T larger(T a, T b) { return a > b ? a : b; }
        template int larger<int>(int, int);
      }
      """;

  @TempDir Path folder;

  private GuestProcess load(String main) throws Exception {
    return GuestProcess.builder().main(new Built(folder).main(main)).load();
  }

  interface Geometry {
    @GuestName("geo::area(double)")
    double area(double side);

    @GuestName("geo::larger<int>")
    int larger(int a, int b);
  }

  @Test
  void functionsAreFoundAsTheyWereWritten() throws Exception {
    try (GuestProcess process = load("int x;")) {
      Library geo = process.open(new Built(folder).library("libgeo.so", GEO));

      assertThat(geo.symbol("geo::area(geo::Circle const&)").name())
          .isEqualTo("_ZN3geo4areaERKNS_6CircleE");
      assertThat(geo.symbol("geo::area( geo::Circle const & )").name())
          .isEqualTo("_ZN3geo4areaERKNS_6CircleE");
      assertThat(geo.symbol("geo::count").name()).isEqualTo("_ZN3geo5countEim");
      assertThat(geo.symbol("geo::Circle::Circle").name()).isEqualTo("_ZN3geo6CircleC1Ed");
      assertThat(geo.overloads("geo::area").stream().map(Symbol::name))
          .containsExactly("_ZN3geo4areaERKNS_6CircleE", "_ZN3geo4areaEd");
      assertThat(geo.find("geo::volume")).isNull();
      assertThatThrownBy(() -> geo.symbol("geo::area"))
          .isInstanceOf(LoadException.class)
          .hasMessage(
              "libgeo.so: geo::area is ambiguous: it may be geo::area(geo::Circle const&),"
                  + " geo::area(double)");

      Geometry geometry = geo.as(MethodHandles.lookup(), Geometry.class);
      assertThat(geometry.area(3)).isEqualTo(9);
      assertThat(geometry.larger(3, 4)).isEqualTo(4);
    }
  }

  private @Nullable String failure(String user) throws Exception {
    try (GuestProcess process = load("int x;")) {
      Built built = new Built(folder);
      process.open(built.library("libgeo.so", GEO), OpenFlag.GLOBAL);
      Path library = built.library("libuser.so", user);
      try {
        process.open(library, OpenFlag.NOW);
        return null;
      } catch (UndefinedSymbolException e) {
        return e.getMessage();
      }
    }
  }

  @Test
  void otherParametersOfTheSameNameAreNamed() throws Exception {
    assertThat(
            failure(
                "namespace geo { double area(float); } double use() { return geo::area(1.0f); }"))
        .isEqualTo(
            "libuser.so: undefined symbol: _ZN3geo4areaEf (geo::area(float)), type (f32) -> f64"
                + " (not in main.wasm, libgeo.so, libuser.so, the host); libgeo.so defines"
                + " _ZN3geo4areaERKNS_6CircleE (geo::area(geo::Circle const&)), _ZN3geo4areaEd"
                + " (geo::area(double))");
  }

  @Test
  void allUndefinedSymbolsAreInOneReport() throws Exception {
    assertThat(failure("int one(int); int two(int); int use(int a) { return one(a) + two(a); }"))
        .contains("undefined symbol: one, type (i32) -> i32")
        .contains("undefined symbol: two, type (i32) -> i32");
  }

  @Test
  void aMissingExternCIsNamed() throws Exception {
    try (GuestProcess process = load("int shared(int a) { return a; }")) {
      Path library =
          new Built(folder)
              .library(
                  "libuser.so",
                  "namespace {} int shared(int); int use(int a) { return shared(a); }");
      assertThatThrownBy(() -> process.open(library, OpenFlag.NOW))
          .hasMessageContaining("undefined symbol: _Z6sharedi (shared(int)), type (i32) -> i32")
          .hasMessageContaining("main.wasm defines shared: extern \"C\" is missing on one side");
    }
  }

  @Test
  void anotherTypeIsNamedWithBothFiles() throws Exception {
    try (GuestProcess process = load("double scale(double a) { return a; }")) {
      Path library =
          new Built(folder)
              .library("libuser.so", "int scale(int); int use(int a) { return scale(a); }");
      assertThatThrownBy(() -> process.open(library, OpenFlag.NOW))
          .hasMessageContaining("libuser.so: undefined symbol: scale, type (i32) -> i32")
          .hasMessageContaining("main.wasm defines it with type (f64) -> f64");
    }
  }

  /// Puts itself in front of `weigh`.
  public static final class Scales {
    private final Guest guest;
    private int calls;

    Scales(Guest guest) {
      this.guest = guest;
    }

    @HostFunction
    public int weigh(int thing) {
      calls++;
      Object original = Objects.requireNonNull(guest.function("weigh")).invoke(thing);
      return (Integer) Objects.requireNonNull(original) + 1000;
    }
  }

  @Test
  void javaPutsAFunctionInFrontOfAGuests() throws Exception {
    Built built = new Built(folder);
    Path main =
        built.main(
            """
            int weigh(int thing) { return thing * 2; }
            """);
    Path user =
        built.library(
            "libuser.so",
            """
            int weigh(int);
            int direct(int a) { return weigh(a); }
            int by_pointer(int a) { int (*f)(int) = weigh; return f(a); }
            """);
    Scales[] scales = new Scales[1];
    try (GuestProcess process =
        GuestProcess.builder()
            .main(main)
            .interpose(guest -> {
              scales[0] = new Scales(guest);
              return HostLibrary.of(MethodHandles.lookup(), scales[0]);
            })
            .load()) {
      Library library = process.open(user);
      assertThat(List.of(call(library, "direct", 4), call(library, "by_pointer", 5)))
          .containsExactly(1008, 1010);
      assertThat(scales[0].calls).isEqualTo(2);
    }
  }

  private static Integer call(Library library, String name, int argument) {
    return (Integer) Objects.requireNonNull(library.function(name).invoke(argument));
  }
}
