package graft.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import graft.format.FunctionType;
import graft.format.ValType;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Classes that get an index of their host functions.
final class HostIndexerTest {
  private static final FunctionType INT = new FunctionType(List.of(), List.of(ValType.I32));
  private static final FunctionType LONG = new FunctionType(List.of(), List.of(ValType.I64));

  /// Two names have the same hash code, one name has two types, one is in another module, one
  /// method is no host function.
  @HostModule("numbers")
  public static final class Numbers {
    @HostFunction
    public int Aa() {
      return 1;
    }

    @HostFunction("BB")
    public int other() {
      return 2;
    }

    @HostFunction("Aa")
    public long wide() {
      return 3;
    }

    @HostFunction(module = "env", value = "Aa")
    public int elsewhere() {
      return 4;
    }

    public int hidden() {
      return 5;
    }
  }

  public static class Open {
    @HostFunction
    public int one() {
      return 1;
    }
  }

  public static final class Heir extends Open {}

  public static final class Later {
    @HostFunction
    public int now() {
      return 1;
    }

    @HostFunction
    public CompletableFuture<Integer> later() {
      return CompletableFuture.completedFuture(1);
    }
  }

  @HostModule("my numbers")
  public static final class Spaced {
    @HostFunction
    public int one() {
      return 1;
    }
  }

  public static final class Twice {
    @HostFunction
    public int one() {
      return 1;
    }

    @HostFunction("one")
    public int other() {
      return 1;
    }
  }

  public static final class Plain {
    public int one() {
      return 1;
    }
  }

  private static byte[] file(Class<?> type) throws IOException {
    String name = type.getName();
    try (InputStream in =
        type.getResourceAsStream(name.substring(name.lastIndexOf('.') + 1) + ".class")) {
      return in.readAllBytes();
    }
  }

  private static int call(HostLibrary library, String module, String name) {
    return (Integer) ((Func) library.find(module, name, INT)).invoke();
  }

  @Test
  void anIndexedClassFindsWhatReadingItFinds() throws Exception {
    byte[] indexed = HostIndexer.index(file(Numbers.class));
    Class<?> type = MethodHandles.lookup().defineHiddenClass(indexed, false).lookupClass();
    Object target = type.getConstructor().newInstance();
    assertThat(target).isInstanceOf(IndexedHost.class);
    HostLibrary library = HostLibrary.of(MethodHandles.publicLookup().in(type), target);
    assertThat(call(library, "numbers", "Aa")).isEqualTo(1);
    assertThat(call(library, "numbers", "BB")).isEqualTo(2);
    assertThat(((Func) library.find("numbers", "Aa", LONG)).invoke()).isEqualTo(3L);
    assertThat(call(library, "env", "Aa")).isEqualTo(4);
    assertThat(library.find("env", "BB", INT)).isNull();
    assertThat(library.find("numbers", "BB", LONG)).isNull();
    assertThat(library.find("numbers", "hidden", INT)).isNull();
    assertThat(library.find("numbers", "C#", INT)).isNull();
    assertThat(HostLibrary.symbols(Numbers.class)).hasSize(4);
  }

  @Test
  void whatAnIndexCouldNotTellAllOfIsLeftAlone() throws IOException {
    assertThat(HostIndexer.index(file(Open.class))).isNull();
    assertThat(HostIndexer.index(file(Heir.class))).isNull();
    assertThat(HostIndexer.index(file(Later.class))).isNull();
    assertThat(HostIndexer.index(file(Spaced.class))).isNull();
    assertThat(HostIndexer.index(file(Twice.class))).isNull();
    assertThat(HostIndexer.index(file(Plain.class))).isNull();
    assertThat(HostIndexer.index(HostIndexer.index(file(Numbers.class)))).isNull();
  }

  @Test
  void foldersAreRewrittenInPlace(@TempDir Path folder) throws IOException {
    Path numbers = Files.createDirectory(folder.resolve("p")).resolve("Numbers.class");
    Path plain = folder.resolve("Plain.class");
    Files.write(numbers, file(Numbers.class));
    Files.write(plain, file(Plain.class));
    HostIndexer.main(new String[] {folder.toString()});
    assertThat(numbers).hasBinaryContent(HostIndexer.index(file(Numbers.class)));
    assertThat(plain).hasBinaryContent(file(Plain.class));
  }
}
