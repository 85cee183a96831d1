package graft.js;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import graft.host.HostOptions;
import graft.runtime.EventLoopUnwind;
import graft.runtime.Func;
import graft.runtime.GuestExit;
import graft.runtime.Trap;
import graft.vfs.GuestFiles;
import graft.vfs.Mount;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// JavaScript of a guest that is made of Java.
final class ScriptRealmTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private GuestFiles files;
  private PlainGuest guest;

  @BeforeEach
  void start() throws IOException {
    files =
        GuestFiles.builder()
            .mount("/", Mount.memory(1 << 20))
            .standardOutput(out)
            .standardError(out)
            .build();
    guest = new PlainGuest(options().build());
  }

  private HostOptions.Builder options() {
    return HostOptions.builder()
        .files(files)
        .downloads(url -> {
          if (url.equals("https://here/a.txt")) {
            return "fetched".getBytes(StandardCharsets.UTF_8);
          }
          throw new IOException(url + ": not allowed");
        })
        .glue(() ->
            """
            var ASM_CONSTS = { 77777: ($0) => { return $0 * 3; } };
            function glued(a){ return a + 1; }
            """);
  }

  @AfterEach
  void stop() {
    guest.close();
    files.close();
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void argumentsArriveInTheirTypes() {
    guest.asm("console.log($0, $1, typeof $2, $2, $3)", 1, 2.5, 1L << 60, -1);
    assertThat(printed()).isEqualTo("1 2.5 bigint 1152921504606846976n -1\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "return 7             | 7",
        "return -5.7          | -5",
        "return 4294967295    | -1",
        "return 1e20          | 1661992960",
        "return '12'          | 12",
        "return true          | 1",
        "return null          | 0",
        "return NaN           | 0",
        "console.log          | 0",
        "{ return $0; } // end| 0",
      })
  void resultsAreConvertedAsWebAssemblyDoes(String text, int expected) {
    assertThat(guest.asm(text)).isEqualTo(expected);
  }

  @Test
  void doublesComeBack() {
    assertThat(guest.asmDouble("return $0 / 4", 1)).isEqualTo(0.25);
    assertThat(guest.asmDouble("return '1.5'")).isEqualTo(1.5);
    assertThat(guest.asmDouble("return")).isNaN();
  }

  @Test
  void viewsFollowTheMemory() {
    guest.memory().setI32(0x100, 0x01020304);
    assertThat(guest.asm("HEAPF64[0x110 >> 3] = 2.5; return HEAP32[0x100 >> 2]"))
        .isEqualTo(0x01020304);
    assertThat(guest.memory().f64(0x110)).isEqualTo(2.5);
    guest.memory().grow(2);
    assertThat(guest.asm("HEAPU8[0x3ffff] = 200; return HEAPU8.length")).isEqualTo(4 * 65536);
    assertThat(guest.memory().u8(0x3ffff)).isEqualTo(200);
    guest.define("more", "i", _ -> guest.memory().grow(1));
    assertThat(guest.asm("const before = HEAP8.length; _more(); return HEAP8.length - before"))
        .isEqualTo(65536);
  }

  @Test
  void stringsGoBothWays() {
    int text = guest.text("grün €");
    assertThat(
            guest.asm(
                """
                const s = UTF8ToString($0);
                const p = stringToNewUTF8(s + '!');
                console.log(s, UTF8ToString($0, 3), lengthBytesUTF8(s), UTF8ToString(p));
                return stringToUTF8('äää', p, 4);
                """,
                text))
        .isEqualTo(2);
    assertThat(printed()).isEqualTo("grün € gr\uFFFD 9 grün €!\n");
  }

  @Test
  void theGuestsFunctionsAreCalled() {
    Func twice = guest.define("twice", "ii", arguments -> 2 * (Integer) arguments[0]);
    guest.define("wide", "jj", arguments -> (Long) arguments[0] + 1);
    guest.define(
        "show", "ii", arguments -> guest.memory().cString((Integer) arguments[0]).length());
    guest.table().set(3, twice);
    guest.asm(
        """
        console.log(_twice(4), Module._twice('5'), typeof Module._none, _wide(2n ** 40n),
            ccall('show', 'number', ['string'], ['four']), cwrap('twice', 'number')(8),
            wasmTable.get(3)(9), dynCall_ii(3, 10), dynCall('ii', 3, [11]), Module.asm.twice(12));
        """);
    assertThat(printed()).isEqualTo("8 10 undefined 1099511627777n 4 16 18 20 22 24\n");
  }

  @Test
  void aFunctionOfJavaScriptsGetsASlot() {
    int slot = guest.asm("return addFunction((a, b) => a * b, 'iii')");
    assertThat(guest.table().function(slot).invoke(6, 7)).isEqualTo(42);
    assertThat(guest.asm("removeFunction($0); return addFunction(() => 1, 'i')", slot))
        .isEqualTo(slot);
  }

  @Test
  void aSlotIsGivenBackOnce() {
    int slot = guest.asm("return addFunction(() => 1, 'i')");
    guest.asm("removeFunction($0)", slot);
    assertThatThrownBy(() -> guest.asm("removeFunction($0)", slot))
        .isInstanceOf(Trap.class)
        .hasMessageContaining(slot + " is no function that addFunction gave");
    int first = guest.asm("return addFunction(() => 1, 'i')");
    int second = guest.asm("return addFunction(() => 2, 'i')");
    assertThat(first).isNotEqualTo(second);
  }

  @Test
  void anEndlessLoopEndsWhenItsThreadIsInterrupted() throws Exception {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                guest.asm("console.log('begun'); while (true) {}");
              } catch (Trap e) {
                thrown.set(e);
              }
            });
    while (!printed().equals("begun\n")) {
      Thread.onSpinWait();
    }
    thread.interrupt();
    thread.join();
    assertThat(thrown.get()).isInstanceOf(Trap.class);
    assertThat(((Trap) thrown.get()).isInterruption()).isTrue();
    assertThat(guest.asm("return 7")).isEqualTo(7);
  }

  @Test
  void readingTakesNoMoreMemoryThanThereIsToRead() {
    assertThat(
            guest.asm(
                "FS.writeFile('/a', 'four'); const f = FS.open('/a');"
                    + " return FS.read(f, new Uint8Array(9), 0, 0x7fffffff)"))
        .isEqualTo(4);
    assertThatThrownBy(() -> guest.asm("FS.read(FS.open('/a'), new Uint8Array(9), 0, -1)"))
        .isInstanceOf(Trap.class)
        .hasMessageContaining("EINVAL");
  }

  @Test
  void functionsOfEmJsHaveTheirTypes() {
    assertThat(guest.function("f", "iii", "(int a, int b)<::>{ return a + b; }").invoke(1, 2))
        .isEqualTo(3);
    assertThat(guest.function("g", "jj", "(long long a)<::>{ return a * 2n; }").invoke(1L << 40))
        .isEqualTo(1L << 41);
    assertThat(guest.function("h", "vf", "(float a)<::>{ out(a); }").invoke(1.5f)).isNull();
  }

  @Test
  void textsThatEmscriptenTookOutAreReadFromItsJavaScript() {
    assertThat(guest.glue("glued", "ii").invoke(1)).isEqualTo(2);
    assertThat(guest.glue("other", "ii")).isNull();
    Func asm = guest.glue("emscripten_asm_const_int", "iiii");
    int none = guest.text("");
    int types = guest.text("i");
    guest.memory().setI32(0x200, 5);
    assertThat(asm.invoke(77777, types, 0x200)).isEqualTo(15);
    assertThatThrownBy(() -> asm.invoke(none, none, 0))
        .isInstanceOf(Trap.class)
        .hasMessageContaining("not in the module");
  }

  @Test
  void filesAreTheGuests() throws IOException {
    guest.asm(
        """
        FS.mkdir('/d');
        FS.writeFile('/d/t', 'text');
        FS.writeFile('/d/b', new Uint8Array([9, 8, 7]).subarray(1));
        console.log(FS.readdir('/d').sort().join(), FS.stat('/d/b').size, FS.isDir(FS.stat('/d').mode),
            FS.readFile('/d/t', { encoding: 'utf8' }), FS.readFile('/d/b'), FS.analyzePath('/x').exists);
        try { FS.unlink('/nope'); } catch (e) { console.log(e instanceof FS.ErrnoError, e.errno, e.code); }
        FS.unlink('/d/t');
        """);
    assertThat(printed())
        .isEqualTo(".,..,b,t 2 true text Uint8Array(2) [ 8, 7 ] false\ntrue 44 ENOENT\n");
    assertThat(files.read("/d/b")).containsExactly(8, 7);
    assertThat(catchThrowable(() -> files.read("/d/t"))).hasMessageContaining("No such file");
  }

  @Test
  void argumentsThatFilesCannotTakeAreErrorsOfJavaScript() {
    guest.asm(
        """
        const f = FS.open('/f', 'w+');
        const target = new Uint8Array(4);
        for (const wrong of [
          () => FS.llseek(f, 0, 7),
          () => FS.read(f, target, 0, -1),
          () => FS.write(f, target, 0, -1),
          () => FS.open('/f', 'no such mode'),
          () => FS.truncate('/f', 'long'),
          () => FS.close({ fd: 'f' }),
        ]) {
          try { wrong(); console.log('passed', wrong); } catch (e) { console.log(e.code); }
        }
        """);
    assertThat(printed()).isEqualTo("EINVAL\n".repeat(6));
  }

  @Test
  void anExceptionIsATrapThatNamesItsFunction() {
    assertThatThrownBy(() -> guest.asm("null.x"))
        .isInstanceOf(Trap.class)
        .hasMessageStartingWith("JavaScript of EM_ASM")
        .hasMessageContaining("TypeError: ");
    assertThatThrownBy(
            () -> guest.function("f", "v", "()<::>{ throw new RangeError('far'); }").invoke())
        .isInstanceOf(Trap.class)
        .hasMessageContaining("JavaScript of f")
        .hasMessageContaining("RangeError: far");
    assertThatThrownBy(() -> guest.asm("return ((;"))
        .isInstanceOf(Trap.class)
        .hasMessageContaining("SyntaxError");
  }

  @Test
  void whatTheGuestThrowsPassesThrough() {
    RuntimeException thrown = new GuestExit(5);
    guest.define(
        "leave",
        "v",
        _ -> {
          throw thrown;
        });
    assertThat(catchThrowable(() -> guest.asm("_leave()"))).isSameAs(thrown);
    assertThat(
            guest.asm(
                "let cleaned = 0; try { _leave(); } catch (e) { cleaned = 1; } return cleaned"))
        .isEqualTo(1);
  }

  @Test
  void aJavaScriptExceptionIsItselfAgainBehindTheGuest() {
    Func inner = guest.function("inner", "v", "()<::>{ throw { mine: 42 }; }");
    guest.define("through", "v", _ -> inner.invoke());
    assertThat(guest.asm("try { _through(); } catch (e) { return e.mine; }")).isEqualTo(42);
  }

  @Test
  void endingIsNoError() {
    assertThatThrownBy(() -> guest.asm("throw new ExitStatus(3)"))
        .isInstanceOfSatisfying(GuestExit.class, exit -> assertThat(exit.status()).isEqualTo(3));
    assertThatThrownBy(() -> guest.asm("throw 'unwind'")).isInstanceOf(EventLoopUnwind.class);
  }

  @Test
  void theGuestWaitsForAPromise() {
    Func later =
        guest.function(
            "later",
            "ii",
            """
            (int x)<::>{ return Asyncify.handleAsync(async () => {
              await new Promise(done => setTimeout(done, 1));
              const text = await (await fetch('https://here/a.txt')).text();
              console.log(text);
              return x * 2;
            }); }
            """);
    assertThat(later.invoke(21)).isEqualTo(42);
    assertThat(printed()).isEqualTo("fetched\n");
    assertThat(guest.asm("return Asyncify.handleSleep(wake => setTimeout(() => wake(8), 1))"))
        .isEqualTo(8);
  }

  @Test
  void otherCallbacksRunWhileTheGuestWaits() {
    guest.asm("setTimeout(() => console.log('first'), 1)");
    guest.asm(
        "Asyncify.handleAsync(() => new Promise(done => setTimeout(done, 20))); console.log('asked')");
    assertThat(printed()).isEqualTo("asked\nfirst\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "throw new Error('no');                 | Error: no",
        "await 1; throw new TypeError('late');  | TypeError: late",
        "await fetch('https://there/');         | TypeError: fetch failed: https://there/: not allowed",
        "await new Promise(() => {});           | waits for a promise that nothing will settle",
      })
  void aPromiseThatFailsIsATrap(String body, String message) {
    assertThatThrownBy(() -> guest.asm("return Asyncify.handleAsync(async () => { " + body + " })"))
        .isInstanceOf(Trap.class)
        .hasMessageContaining("EM_ASM")
        .hasMessageContaining(message);
  }

  @Test
  void nobodyWaitsInsideOfJavaScriptThatWaits() {
    Func later =
        guest.function(
            "later",
            "v",
            "()<::>{ return Asyncify.handleAsync(() => new Promise(done => setTimeout(done, 1))); }");
    guest.define("call", "v", _ -> later.invoke());
    assertThatThrownBy(() -> guest.asm("_call()"))
        .isInstanceOf(Trap.class)
        .hasMessageContaining("later: waits for a promise while JavaScript");
  }

  @Test
  void aVirtualThreadCanWait() throws InterruptedException {
    AtomicReference<Object> result = new AtomicReference<>();
    Thread.ofVirtual()
        .start(() ->
            result.set(
                guest.asm(
                    "return Asyncify.handleAsync(() => new Promise(d => setTimeout(() => d(4), 1)))")))
        .join();
    assertThat(result.get()).isEqualTo(4);
  }

  @Test
  void scriptsAreRun() {
    guest.script("emscripten_run_script", "vi", "globalThis.x = 20; console.log('run')");
    assertThat(guest.script("emscripten_run_script_int", "ii", "x + 1.9")).isEqualTo(21);
    int string = (Integer) guest.script("emscripten_run_script_string", "ii", "'x = ' + x");
    assertThat(guest.memory().cString(string)).isEqualTo("x = 20");
    assertThat(guest.script("emscripten_run_script_string", "ii", "null")).isEqualTo(0);
    assertThat(printed()).isEqualTo("run\n");
  }

  @Test
  void theConsoleShowsValuesAsNodeDoes() {
    guest.asm(
        """
        console.log([1, 'two', null], { a: { b: { c: { d: 1 } } }, 'x-y': undefined }, -0, "it's", ["it's"]);
        console.log('%s and %d%%', 'one', 2, 'three');
        console.log(new Map([[1, 'a']]), new Set([1]), () => 1, function f() {}, class A {}, Symbol('s'), 5n);
        """);
    assertThat(printed())
        .isEqualTo(
            """
            [ 1, 'two', null ] { a: { b: { c: [Object] } }, 'x-y': undefined } -0 it's [ "it's" ]
            one and 2% three
            Map(1) { 1 => 'a' } Set(1) { 1 } [Function (anonymous)] [Function: f] [class A] Symbol(s) 5n
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Java",
        "Polyglot",
        "Graal",
        "load",
        "loadWithNewGlobal",
        "quit",
        "read",
        "print",
        "process",
        "require",
        "java",
        "Packages",
        "importPackage",
        "JavaImporter"
      })
  void nothingOfTheMachineIsThere(String name) {
    assertThat(guest.asm("return typeof " + name + " === 'undefined'")).isEqualTo(1);
  }

  @Test
  void hostObjectsShowNothingOfJava() {
    guest.define(
        "fail",
        "v",
        _ -> {
          throw new IllegalStateException("secret");
        });
    assertThat(
            guest.asm(
                """
                const seen = [HEAPU8.buffer, _malloc, Module, FS];
                try { _fail(); } catch (e) { seen.push(e); }
                return seen.filter(each => each.getClass || each.class || each.hashCode).length;
                """))
        .isEqualTo(0);
  }

  @Test
  void closingTheGuestEndsItsJavaScript() {
    guest.asm("globalThis.x = 1");
    guest.close();
    assertThatThrownBy(() -> guest.asm("return x")).isInstanceOf(RuntimeException.class);
  }
}
