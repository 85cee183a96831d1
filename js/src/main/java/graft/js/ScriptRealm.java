package graft.js;

import graft.host.HostOptions;
import graft.runtime.EventLoopUnwind;
import graft.runtime.Guest;
import graft.runtime.GuestExit;
import graft.runtime.Memory;
import graft.runtime.Trap;
import graft.runtime.WasmFrame;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.EnvironmentAccess;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotAccess;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.IOAccess;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.jspecify.annotations.Nullable;

/// The JavaScript world of one guest process: its global object, what the code finds there, and the
/// way in and out.
///
/// What is thrown keeps its identity on its way: exits, traps and exceptions of the guest come out
/// as they went in, and JavaScript's own exceptions are traps outside, and themselves again further
/// out in JavaScript.
final class ScriptRealm {
  private static final String LANGUAGE = "js";
  private static final Source PRELUDE = prelude();

  /// The same for all: contexts of an engine share it. Buffers alone are seen, by `ArrayBuffer`.
  private static final HostAccess HOST_ACCESS =
      HostAccess.newBuilder(HostAccess.NONE).allowBufferAccess(true).build();

  /// Names in a text that the guest's functions may have.
  private static final Pattern MENTIONS =
      Pattern.compile("(?<![\\w$.'\"])(?:_[A-Za-z_]\\w*|dynCall_\\w+)");

  private final Guest guest;
  private final Context context;
  private final InterruptWatch interrupts;
  private final Value support;
  private final Value undefined;
  private final ScriptValues values = new ScriptValues(this);
  private final Map<String, Value> helpers = new HashMap<>();
  private final Set<String> mentioned = new HashSet<>();
  private byte @Nullable [] seenMemory;
  private long seenSize;
  private int depth;
  private @Nullable PendingPromise pending;

  ScriptRealm(Engine engine, Guest guest, HostOptions options) {
    this.guest = guest;
    context =
        Context.newBuilder(LANGUAGE)
            .engine(engine)
            .allowExperimentalOptions(true)
            .allowHostAccess(HOST_ACCESS)
            .allowPolyglotAccess(PolyglotAccess.NONE)
            .allowEnvironmentAccess(EnvironmentAccess.NONE)
            .allowIO(IOAccess.NONE)
            .allowCreateThread(false)
            .allowCreateProcess(false)
            .allowNativeAccess(false)
            .timeZone(options.zone())
            .in(InputStream.nullInputStream())
            .option("js.polyglot-builtin", "false")
            .option("js.graal-builtin", "false")
            .option("js.java-package-globals", "false")
            .option("js.load", "false")
            .option("js.print", "false")
            .option("js.console", "false")
            .option("js.unhandled-rejections", "throw")
            .build();
    interrupts = new InterruptWatch(context);
    Map<String, Object> host = new HashMap<>();
    new TextAccess(this, guest).addTo(host);
    new GuestAccess(this, guest).addTo(host);
    new FileAccess(this, options.files()).addTo(host);
    new TimeAccess(this, guest.eventLoop(), options).addTo(host);
    new FetchAccess(this, guest.eventLoop(), options.downloads()).addTo(host);
    function(host, "suspend", arguments -> suspend(arguments[0]));
    support = context.eval(PRELUDE).execute(ProxyObject.fromMap(host));
    undefined = context.eval(LANGUAGE, "undefined");
  }

  private static Source prelude() {
    try (InputStream stream = ScriptRealm.class.getResourceAsStream("prelude.js")) {
      if (stream == null) {
        throw new AssertionError("BUG: prelude.js is not in the module");
      }
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return Source.newBuilder(LANGUAGE, text, "prelude.js").internal(true).buildLiteral();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The body of a function that JavaScript calls.
  @FunctionalInterface
  interface Body {
    @Nullable Object call(Value... arguments);
  }

  /// Adds a function that JavaScript can call.
  void function(Map<String, Object> host, String name, Body body) {
    host.put(name, function(body));
  }

  /// A function that JavaScript can call.
  ProxyExecutable function(Body body) {
    return arguments -> {
      int before = depth;
      try {
        Object result = body.call(arguments);
        refresh();
        return result == null ? undefined : result;
      } catch (Trap trap) {
        // An exception of JavaScript's goes on as what it was.
        throw trap.getCause() instanceof PolyglotException script && script.isGuestException()
            ? script
            : trap;
      } finally {
        depth = before;
      }
    };
  }

  ScriptValues values() {
    return values;
  }

  Value undefined() {
    return undefined;
  }

  /// Ends it, and whatever runs in it.
  void close() {
    context.close(true);
  }

  // --- Into JavaScript

  /// The function that an expression gives.
  ///
  /// @param name for stack traces
  Value compile(String name, String expression) {
    Matcher matcher = MENTIONS.matcher(expression);
    while (matcher.find()) {
      if (mentioned.add(matcher.group())) {
        helper("mention").executeVoid(matcher.group());
      }
    }
    Source source = Source.newBuilder(LANGUAGE, expression, name).buildLiteral();
    try {
      return context.eval(source);
    } catch (PolyglotException e) {
      throw thrown(name, e);
    }
  }

  /// Calls a function, and waits if it asks for that (`Asyncify.handleAsync`).
  ///
  /// @param name for messages
  Value call(String name, Value function, @Nullable Object... arguments) {
    PendingPromise outer = pending;
    pending = null;
    Value result;
    PendingPromise promise;
    refresh();
    if (depth++ == 0) {
      interrupts.begin();
    }
    try {
      result = function.execute(arguments);
      promise = pending;
    } catch (PolyglotException e) {
      throw thrown(name, e);
    } finally {
      if (--depth == 0) {
        interrupts.end();
      }
      pending = outer;
    }
    return promise == null ? result : promise.await(name, depth > 0);
  }

  /// Calls a function that is no function of the guest's: a callback of a timer or a fetch.
  void callBack(String name, Value function, @Nullable Object... arguments) {
    call(name, function, arguments);
  }

  /// One of the prelude's functions.
  Value helper(String name) {
    return helpers.computeIfAbsent(name, support::getMember);
  }

  /// Calls one of the prelude's functions with a text.
  Value evaluate(String helper, String text) {
    Matcher matcher = MENTIONS.matcher(text);
    while (matcher.find()) {
      if (mentioned.add(matcher.group())) {
        helper("mention").executeVoid(matcher.group());
      }
    }
    return call("emscripten_run_script", helper(helper), text);
  }

  private @Nullable Object suspend(Value promise) {
    PendingPromise made = new PendingPromise(this, guest.eventLoop());
    pending = made;
    helper("then")
        .executeVoid(
            promise,
            function(arguments -> made.fulfil(arguments)),
            function(arguments -> made.reject(arguments)));
    return null;
  }

  /// Lets JavaScript see the memory as it is now: growing has replaced it.
  @SuppressWarnings("ReferenceEquality") // The very array is meant.
  void refresh() {
    Memory memory = guest.memory();
    long size = Math.min(memory.sizeInBytes(), Integer.MAX_VALUE);
    if (memory.bytes != seenMemory || size != seenSize) {
      seenMemory = memory.bytes;
      seenSize = size;
      helper("setMemory").executeVoid(memory.buffer(0, (int) size).order(ByteOrder.LITTLE_ENDIAN));
    }
  }

  // --- Out of JavaScript

  /// What the guest sees of something that JavaScript threw.
  RuntimeException thrown(String name, PolyglotException e) {
    if (e.isInterrupted()) {
      Thread.currentThread().interrupt();
      throw Trap.interrupted();
    }
    if (e.isHostException()) {
      throw Trap.rethrow(e.asHostException());
    }
    Value value = e.getGuestObject();
    if (value != null) {
      throwIfEnding(value);
    }
    return new Trap(where(name, e) + ": " + e.getMessage(), e);
  }

  /// What the guest sees of a promise that was rejected.
  RuntimeException rejected(String name, Value reason) {
    if (reason.isException()) {
      try {
        throw reason.throwException();
      } catch (PolyglotException e) {
        return thrown(name, e);
      }
    }
    throwIfEnding(reason);
    return new Trap("JavaScript of " + name + ": " + helper("describe").execute(reason).asString());
  }

  /// Emscripten's own ways to end or to unwind are exceptions in JavaScript.
  private static void throwIfEnding(Value value) {
    if (value.isString() && value.asString().equals("unwind")) {
      throw new EventLoopUnwind();
    }
    if (value.hasMember("name") && value.hasMember("status")) {
      Value name = value.getMember("name");
      Value status = value.getMember("status");
      if (name.isString() && name.asString().equals("ExitStatus") && status.fitsInInt()) {
        throw new GuestExit(status.asInt());
      }
    }
  }

  /// `JavaScript of EM_ASM in app.wasm!draw`.
  private static String where(String name, PolyglotException e) {
    List<WasmFrame> frames = new ArrayList<>(new Trap("", e).wasmStack());
    return "JavaScript of " + name + (frames.isEmpty() ? "" : " in " + frames.getFirst());
  }

  // --- Conversions that JavaScript itself does best

  Value bigInt(long number) {
    return helper("bigInt").execute((int) (number >> 32), (int) number);
  }

  int toInt(Value value) {
    return helper("toInt").execute(value).asInt();
  }

  long toLong(@Nullable Value value) {
    Object given = value == null ? undefined : value;
    return (long) helper("highOf").execute(given).asInt() << 32
        | Integer.toUnsignedLong(helper("lowOf").execute(given).asInt());
  }

  double toDouble(Value value) {
    return helper("toNumber").execute(value).asDouble();
  }
}
