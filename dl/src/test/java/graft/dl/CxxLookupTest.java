package graft.dl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graft.runtime.Guest;
import graft.runtime.HostFunction;
import graft.runtime.HostLibrary;
import graft.testkit.Requires;
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

  private static final String WRITTEN =
      """
      #include <cstddef>
      #include <cstdint>
      #include <functional>
      #include <map>
      #include <memory>
      #include <string>
      #include <string_view>
      #include <vector>
      #define F __attribute__((used, visibility("default")))
      namespace geo {
        struct Circle { double radius; F int get() const; F int both(); F int both() const;
          F Circle(const char *text); F ~Circle(); F Circle operator+(const Circle &other) const;
          F bool operator<(const Circle &other) const; F int operator()(int x); F int operator[](int x);
          F operator int() const; F static int count(); };
        int Circle::get() const { return 1; }
        int Circle::both() { return 1; }
        int Circle::both() const { return 1; }
        Circle::Circle(const char *text) {}
        Circle::~Circle() {}
        Circle Circle::operator+(const Circle &other) const { return other; }
        bool Circle::operator<(const Circle &other) const { return true; }
        int Circle::operator()(int x) { return x; }
        int Circle::operator[](int x) { return x; }
        Circle::operator int() const { return 1; }
        int Circle::count() { return 1; }
        enum class Color { RED };
        template <typename T, int N> struct Box { T t[N]; F int size() { return N; } };
        template struct Box<int, 4>;
        F double area(const Circle &c) { return 1; }
        F double area(double side) { return 1; }
        F int single(size_t n, const char *text) { return 1; }
        F int numbers(unsigned a, long int b, unsigned short int c, unsigned long long d, signed char e,
            long double f) { return 1; }
        F int fixed(int8_t a, uint32_t b, int64_t c, std::size_t d, std::ptrdiff_t e) { return 1; }
        F int str(const std::string &text) { return 1; }
        F int view(std::string_view text) { return 1; }
        F int vec(const std::vector<int> &numbers) { return 1; }
        F int deep(std::map<std::string, std::vector<const char *>> &m) { return 1; }
        F int call(const std::function<int(int, const char *)> &f) { return 1; }
        F int own(std::unique_ptr<Circle> c) { return 1; }
        F int none(void) { return 1; }
        F int arr(int numbers[], const Circle *const more[4]) { return 1; }
        F int pointer(int (*f)(int, const char *), void (Circle::*m)(int) const, int (&a)[3]) { return 1; }
        F int copy(const int a, Color c, const Box<int, 4> &box) { return 1; }
        F int variadic(const char *format, ...) { return 1; }
        template <typename T> F T twice(T x) { return x + x; }
        template int twice<int>(int);
        template double twice<double>(double);
        template <typename T> F T once(T x) { return x; }
        template int once<int>(int);
        inline namespace v1 { struct Part {}; F int inl() { return 1; } F int part(const Part &p) { return 1; } }
        F int variable = 4;
        namespace other { F int inner() { return 1; } }
        namespace { F int hidden() { return 1; } }
      }
      F int top(int x) { return geo::hidden(); }
      """;

  @Test
  void namesAreFoundAsPeopleWriteThem() throws Exception {
    try (GuestProcess process = load("int x;")) {
      Built built =
          new Built(
              folder,
              "--target=wasm32-wasip1",
              "-std=c++20",
              "-fno-exceptions",
              "-isystem",
              Requires.file(
                      "/usr/lib/llvm-22/include/wasm32-wasi/c++/v1",
                      "apt-get install libc++-22-dev-wasm32")
                  .toString(),
              "-isystem",
              Requires.file("/usr/include/wasm32-wasi", "apt-get install wasi-libc").toString());
      Library geo = process.open(built.library("libgeo.so", WRITTEN));
      String[][] written = {
        {"_ZN3geo4areaERKNS_6CircleE", "geo::area(const geo::Circle&)"},
        {"_ZN3geo4areaERKNS_6CircleE", "geo::area(geo::Circle const &)"},
        {"_ZN3geo4areaERKNS_6CircleE", "::geo::area( const ::geo::Circle & c )"},
        {"_ZN3geo4areaERKNS_6CircleE", "double geo::area(const struct geo::Circle &c);"},
        {"_ZN3geo4areaEd", "extern double geo::area(double)"},
        {"_ZN3geo6singleEmPKc", "geo::single(unsigned long,const char *)"},
        {"_ZN3geo6singleEmPKc", "geo::single(size_t, char const*text = nullptr)"},
        {"_ZN3geo6singleEmPKc", "geo::single(long unsigned int, const char*)"},
        {
          "_ZN3geo7numbersEjltyae",
          "geo::numbers(unsigned, long, unsigned short, unsigned long long int, signed char, long double)"
        },
        {
          "_ZN3geo7numbersEjltyae",
          "geo::numbers(unsigned int, long int, short unsigned, long long unsigned, char signed, double long)"
        },
        {
          "_ZN3geo5fixedEajxml",
          "geo::fixed(int8_t, std::uint32_t, int64_t, std::size_t, ptrdiff_t)"
        },
        {"geo::str", "geo::str(const std::string&)"},
        {"geo::str", "geo::str(std::string const &)"},
        {"geo::str", "geo::str(std::basic_string<char> const &)"},
        {
          "geo::str",
          "int geo::str(const std::__2::basic_string<char, std::char_traits<char>>& text)"
        },
        {"geo::view", "geo::view(std::string_view)"},
        {"geo::vec", "geo::vec(const std::vector<int>&)"},
        {"geo::vec", "geo::vec(std::vector<int, std::allocator<int>> const&)"},
        {"geo::deep", "geo::deep(std::map<std::string, std::vector<char const *> > &)"},
        {"geo::call", "geo::call(const std::function<int(int, char const*)> &)"},
        {"geo::own", "geo::own(std::unique_ptr<geo::Circle>)"},
        {"_ZN3geo4noneEv", "geo::none(void)"},
        {"_ZN3geo4noneEv", "geo::none()"},
        {"geo::arr", "geo::arr(int[], const geo::Circle *const [4])"},
        {"geo::arr", "geo::arr(int *numbers, const geo::Circle * const * more)"},
        {
          "geo::pointer",
          "geo::pointer(int (*)(int, char const *), void (geo::Circle::*)(int) const, int (&)[3])"
        },
        {
          "geo::pointer",
          "geo::pointer(int(*f)(int x, const char* y), void(geo::Circle::*m)(int)const, int(&a)[3])"
        },
        {
          "geo::pointer",
          "geo::pointer(int f(int, const char *), void (geo::Circle::*)(int) const, int (&)[3])"
        },
        {"geo::copy", "geo::copy(int, enum geo::Color, geo::Box<int, 4> const&)"},
        {"geo::copy", "geo::copy(const int a, geo::Color c, const geo::Box<int,4>& box)"},
        {"_ZN3geo8variadicEPKcz", "geo::variadic(const char *, ...)"},
        {"_ZN3geo5twiceIiEET_S1_", "geo::twice<int>(int)"},
        {"_ZN3geo5twiceIiEET_S1_", "int geo::twice<int>(int)"},
        {"_ZN3geo5twiceIiEET_S1_", "geo::twice<int>"},
        {"_ZN3geo5twiceIdEET_S1_", "geo::twice(double)"},
        {"_ZN3geo4onceIiEET_S1_", "geo::once"},
        {"_ZN3geo2v13inlEv", "geo::inl()"},
        {"_ZN3geo2v13inlEv", "geo::v1::inl()"},
        {"_ZN3geo2v13inlEv", "geo::inl"},
        {"_ZN3geo2v14partERKNS0_4PartE", "geo::part(const geo::Part &)"},
        {"_ZNK3geo6Circle3getEv", "geo::Circle::get()"},
        {"_ZNK3geo6Circle3getEv", "int geo::Circle::get() const"},
        {"_ZN3geo6Circle4bothEv", "geo::Circle::both()"},
        {"_ZNK3geo6Circle4bothEv", "geo::Circle::both() const"},
        {"_ZN3geo6CircleC1EPKc", "geo::Circle::Circle(const char *)"},
        {"_ZN3geo6CircleD1Ev", "geo::Circle::~Circle()"},
        {"_ZNK3geo6CircleplERKS0_", "geo::Circle::operator+(const geo::Circle &) const"},
        {"_ZNK3geo6CircleltERKS0_", "geo::Circle::operator < (const geo::Circle &)"},
        {"_ZN3geo6CircleclEi", "geo::Circle::operator()(int)"},
        {"_ZN3geo6CircleixEi", "geo::Circle::operator[](int)"},
        {"_ZNK3geo6CirclecviEv", "geo::Circle::operator int() const"},
        {"_ZN3geo6Circle5countEv", "static int geo::Circle::count()"},
        {"_ZN3geo3BoxIiLi4EE4sizeEv", "geo::Box<int, 4>::size()"},
        {"_ZN3geo8variableE", "geo::variable"},
        {"_Z3topi", "top(int)"},
        {"_Z3topi", "top"},
      };
      for (String[] each : written) {
        String expected = each[0].startsWith("_Z") ? each[0] : only(geo.overloads(each[0])).name();
        assertThat(geo.symbol(each[1]).name()).as(each[1]).isEqualTo(expected);
      }
      for (String other :
          List.of(
              "geo::area(geo::Circle&)",
              "geo::area(const geo::Circle*)",
              "geo::count()",
              "geo::inner()",
              "inner()",
              "area(double)",
              "double area(double)",
              "count",
              "inner",
              "inl",
              "geo::Circle::both(int)",
              "geo::vec(std::vector<long> const&)",
              "geo::single(size_t, char*)",
              "geo::Box<int, 5>::size()",
              "long geo::twice<int>(int)",
              "geo::variable()",
              "top(")) {
        assertThat(geo.find(other)).as(other).isNull();
      }
      assertThat(geo.overloads("geo::twice").stream().map(Symbol::name))
          .containsExactly("_ZN3geo5twiceIdEET_S1_", "_ZN3geo5twiceIiEET_S1_");
      assertThatThrownBy(() -> geo.symbol("geo::area(int)"))
          .isInstanceOf(UndefinedSymbolException.class)
          .hasMessage(
              "libgeo.so: undefined symbol: geo::area(int) (not in libgeo.so); libgeo.so defines"
                  + " _ZN3geo4areaERKNS_6CircleE (geo::area(geo::Circle const&)), _ZN3geo4areaEd"
                  + " (geo::area(double))");
      assertThatThrownBy(() -> geo.function("geo::variable"))
          .hasMessage(
              "libgeo.so: undefined symbol: geo::variable; libgeo.so defines it as a variable");
      assertThatThrownBy(() -> geo.variable("top", 4))
          .hasMessage("libgeo.so: undefined symbol: top; libgeo.so defines it as a function");
    }
  }

  private static Symbol only(List<Symbol> symbols) {
    assertThat(symbols).hasSize(1);
    return symbols.getFirst();
  }

  @Test
  void nonsenseIsFoundOnlyAsItIsAndTakesNoTime() {
    List<String> nonsense =
        List.of(
            "f" + "(".repeat(100_000),
            "f(" + "int (*)(".repeat(30_000),
            "f" + "<".repeat(100_000),
            "f<" + "a<b,".repeat(50_000),
            "f(" + "(".repeat(50_000) + "*" + ")".repeat(50_000) + ")",
            "f(" + "a::".repeat(60_000) + "*)",
            "f<" + "a(b<".repeat(150) + ">)".repeat(150) + ">(int)",
            "f(int" + " const".repeat(100_000) + ")",
            "f(" + "int,".repeat(100_000) + "int)",
            "operator".repeat(10_000),
            "operator " + "*".repeat(100_000),
            "'".repeat(100_001),
            "f(int)::" + "g(int)::".repeat(1_000) + "x");
    for (String each : nonsense) {
      assertThat(new CxxNames(List.of(each, "_Z1fi")).find(each)).containsExactly(each);
      assertThat(new CxxNames(List.of("_Z1fi", "_Z1fIiEvT_")).find(each)).isEmpty();
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
