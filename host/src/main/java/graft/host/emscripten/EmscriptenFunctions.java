package graft.host.emscripten;

import graft.format.ExternType;
import graft.format.FunctionType;
import graft.format.TagType;
import graft.format.ValType;
import graft.host.HostClock;
import graft.host.HostOptions;
import graft.runtime.EventLoop;
import graft.runtime.Extern;
import graft.runtime.Func;
import graft.runtime.Guest;
import graft.runtime.HostLibrary;
import graft.runtime.HostSymbol;
import graft.runtime.HostSymbols;
import graft.runtime.Signature;
import graft.runtime.Tag;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All functions of module `env` for one guest, and the tags of exceptions.
public final class EmscriptenFunctions implements HostSymbols {
  private static final String ENV = "env";
  private static final String CPP_EXCEPTION = "__cpp_exception";
  private static final String C_LONGJMP = "__c_longjmp";
  private static final String FIND_MATCHING_CATCH = "__cxa_find_matching_catch";
  private static final MethodHandle FIND;

  static {
    try {
      FIND =
          MethodHandles.lookup()
              .findVirtual(
                  ExceptionCalls.class,
                  "findMatchingCatch",
                  MethodType.methodType(int.class, int[].class));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("BUG: a method is not where it was", e);
    }
  }

  private final HostSymbols scripts;
  private final LibraryAge age = new LibraryAge();
  private final HostSymbols listed;
  private final Invocations invocations;
  private final ExceptionCalls exceptions;
  private final Tag cppException = pointerTag();
  private final Tag longjmp = pointerTag();
  private final Map<HostSymbol, Func> made = new HashMap<>();

  /// The functions for a guest.
  public EmscriptenFunctions(Guest guest, HostOptions options) {
    GuestCalls calls = new GuestCalls(guest);
    Emscripten emscripten = new Emscripten(guest, options, calls, age);
    if (!options.clock().equals(HostClock.system())) {
      guest.eventLoop().follow(clock(options.clock()));
    }
    TempRet0 tempRet0 = new TempRet0();
    scripts = new ScriptCalls(guest, options);
    exceptions = new ExceptionCalls(emscripten, tempRet0);
    invocations = new Invocations(guest, calls, tempRet0, longjmp);
    listed =
        HostSymbols.firstOf(
            Stream.of(
                    new PathCalls(emscripten),
                    new StatusCalls(emscripten),
                    new DescriptorCalls(emscripten),
                    new ControlCalls(emscripten),
                    new PollCalls(emscripten),
                    new SocketCalls(emscripten),
                    new IdentityCalls(emscripten),
                    new NameCalls(emscripten),
                    new NetworkDatabase(emscripten),
                    new ClockCalls(emscripten),
                    new CalendarCalls(emscripten, tempRet0),
                    new FormatCalls(emscripten),
                    new MemoryCalls(emscripten),
                    new MapCalls(emscripten),
                    new ProcessCalls(emscripten),
                    new RandomCalls(emscripten),
                    new MathCalls(emscripten),
                    new UuidCalls(emscripten),
                    new ConsoleCalls(emscripten),
                    new DownloadCalls(emscripten),
                    new FetchCalls(emscripten),
                    new TimerCalls(emscripten),
                    new MainLoop(emscripten),
                    new PromiseCalls(emscripten),
                    exceptions,
                    tempRet0)
                .map(each -> HostLibrary.deferred(MethodHandles.lookup(), each))
                .toArray(HostSymbols[]::new));
  }

  private static EventLoop.Clock clock(HostClock clock) {
    return new EventLoop.Clock() {
      @Override
      public long nanoTime() {
        return clock.monotonic();
      }

      @Override
      public void sleep(long nanos) throws InterruptedException {
        clock.sleep(nanos);
      }
    };
  }

  private static Tag pointerTag() {
    return new Tag(new TagType(new FunctionType(List.of(ValType.I32), List.of())));
  }

  @Override
  public @Nullable Extern find(String module, String name, ExternType type) {
    if (!module.equals(ENV)) {
      return null;
    }
    age.observe(name, type);
    if (type instanceof FunctionType function) {
      return find(name, function);
    }
    return type instanceof TagType ? tag(name) : null;
  }

  private @Nullable Extern find(String name, FunctionType type) {
    Extern found = listed.find(ENV, name, type);
    if (found != null) {
      return found;
    }
    HostSymbol symbol = new HostSymbol(ENV, name, type);
    Func known = made.get(symbol);
    if (known == null) {
      known =
          name.startsWith(FIND_MATCHING_CATCH)
              ? findMatchingCatch(name, type)
              : invocations.find(name, type);
      if (known == null) {
        known = (Func) scripts.find(ENV, name, type);
      }
      if (known != null) {
        made.put(symbol, known);
      }
    }
    return known;
  }

  private @Nullable Tag tag(String name) {
    return switch (name) {
      case CPP_EXCEPTION -> cppException;
      case C_LONGJMP -> longjmp;
      default -> null;
    };
  }

  /// `__cxa_find_matching_catch_N` takes N - 2 types; a name without a number takes as many as the
  /// import says.
  private @Nullable Func findMatchingCatch(String name, FunctionType type) {
    int count = type.parameters().size();
    FunctionType expected =
        new FunctionType(Collections.nCopies(count, ValType.I32), List.of(ValType.I32));
    boolean named =
        name.equals(FIND_MATCHING_CATCH) || name.equals(FIND_MATCHING_CATCH + "_" + (count + 2));
    if (!named || !type.equals(expected)) {
      return null;
    }
    MethodHandle handle =
        FIND.bindTo(exceptions)
            .asCollector(int[].class, count)
            .asType(Signature.of(type).methodType());
    return Func.host(name, type, handle);
  }

  @Override
  public @Nullable Func script(String name, FunctionType type, Supplier<String> text) {
    return scripts.script(name, type, text);
  }

  @Override
  public List<HostSymbol> symbols() {
    List<HostSymbol> all = new ArrayList<>(listed.symbols());
    all.addAll(scripts.symbols());
    all.add(new HostSymbol(ENV, CPP_EXCEPTION, cppException.type()));
    all.add(new HostSymbol(ENV, C_LONGJMP, longjmp.type()));
    return all;
  }
}
