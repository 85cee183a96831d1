package graft.testing.spec;

import graft.compiler.CompiledModule;
import graft.compiler.Compiler;
import graft.compiler.CompilerOptions;
import graft.compiler.LinkException;
import graft.format.Import;
import graft.format.InvalidModuleException;
import graft.format.MalformedModuleException;
import graft.format.ModuleReader;
import graft.format.ValidModule;
import graft.format.Validator;
import graft.runtime.Extern;
import graft.runtime.Func;
import graft.runtime.GlobalCell;
import graft.runtime.Instance;
import graft.runtime.Trap;
import graft.runtime.WasmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Runs one converted script.
final class ScriptRunner {
  private static final Set<String> VALIDATION =
      Set.of("module", "assert_malformed", "assert_invalid");

  private final String script;
  private final Path folder;
  private final CompilerOptions options;
  private final Skips skips;
  private final ScriptResult result;
  private final SpecTestHost spectest = new SpecTestHost();
  private final Map<String, Instance> named = new HashMap<>();
  private final Map<String, Instance> registered = new HashMap<>();
  private @Nullable Instance current;
  private boolean onlyValidation;

  /// @param script its name in messages: `core/i32.wast`
  /// @param folder where its modules lie
  /// @param options for the compiler
  /// @param skips what to leave out
  ScriptRunner(String script, Path folder, CompilerOptions options, Skips skips) {
    this.script = script;
    this.folder = folder;
    this.options = options;
    this.skips = skips;
    this.result = new ScriptResult(script);
  }

  /// Checks modules but runs nothing: what needs an instance is left out and not counted.
  ScriptRunner onlyValidation() {
    onlyValidation = true;
    return this;
  }

  /// Something to do that may fail in every way.
  @FunctionalInterface
  private interface Step {
    @Nullable Object run() throws IOException;
  }

  /// What a step was expected to do and did not.
  private static final class UnexpectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnexpectedException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// An action cannot run because its module is missing, which has been reported.
  private static final class NoModuleException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /// Runs all commands.
  ScriptResult run(JsonObject json) {
    for (JsonObject command : json.objects("commands")) {
      if ("text".equals(command.textOrNull("module_type"))) {
        result.skipTextOnly();
      } else if (!onlyValidation || VALIDATION.contains(command.text("type"))) {
        run(command, Integer.parseInt(command.text("line")));
      }
    }
    return result;
  }

  private void run(JsonObject command, int line) {
    boolean skipped = skips.covers(script, line, command.textOrNull("text"));
    @Nullable Failure failure = attempt(command, line);
    if (skipped && failure != null) {
      result.skip();
    } else if (skipped) {
      result.fail(new Failure(script + ":" + line, "is skipped, but holds", null));
    } else if (failure != null) {
      result.fail(failure);
    } else if (!command.text("type").equals("register")) {
      result.pass();
    }
  }

  private @Nullable Failure attempt(JsonObject command, int line) {
    String place = script + ":" + line;
    String type = command.text("type");
    try {
      execute(type, command, place);
      return null;
    } catch (UnexpectedException e) {
      return new Failure(place, type + e.getMessage(), e.getCause());
    } catch (NoModuleException e) {
      return new Failure(place, type + ": its module is missing", null);
    } catch (Throwable e) {
      return new Failure(place, type + ": " + firstLine(e), e);
    }
  }

  private void execute(String type, JsonObject command, String place) throws IOException {
    switch (type) {
      case "module" -> defineModule(command, place);
      case "register" -> registered.put(command.text("as"), instance(command.textOrNull("name")));
      case "action" -> act(command.object("action"));
      case "assert_return" -> assertReturn(command);
      case "assert_trap", "assert_exhaustion" ->
          expect(Trap.class, command, () -> act(command.object("action")));
      case "assert_exception" ->
          expect(WasmException.class, command, () -> act(command.object("action")));
      case "assert_malformed" ->
          expect(MalformedModuleException.class, command, () -> load(command, place));
      case "assert_invalid" ->
          expect(InvalidModuleException.class, command, () -> load(command, place));
      case "assert_unlinkable" ->
          expect(LinkException.class, command, () -> instantiate(command, place));
      case "assert_uninstantiable" ->
          expect(Trap.class, command, () -> instantiate(command, place));
      default -> throw new UnexpectedException(": an unknown kind of command", null);
    }
  }

  private void defineModule(JsonObject command, String place) throws IOException {
    current = null;
    String name = command.textOrNull("name");
    if (name != null) {
      named.remove(name);
    }
    if (onlyValidation) {
      load(command, place);
      return;
    }
    Instance instance = instantiate(command, place);
    current = instance;
    if (name != null) {
      named.put(name, instance);
    }
  }

  private ValidModule load(JsonObject command, String place) throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve(command.text("filename")));
    return Validator.validate(ModuleReader.read(place, bytes));
  }

  private Instance instantiate(JsonObject command, String place) throws IOException {
    CompiledModule compiled = Compiler.compile(load(command, place), options);
    List<Extern> imports = new ArrayList<>();
    for (Import wanted : compiled.module().imports()) {
      imports.add(resolve(wanted, place));
    }
    return compiled.instantiate(imports);
  }

  private Extern resolve(Import wanted, String place) {
    Instance provider = registered.get(wanted.module());
    Extern found =
        provider != null
            ? provider.export(wanted.name())
            : wanted.module().equals("spectest") ? spectest.export(wanted.name()) : null;
    if (found == null) {
      throw new LinkException(
          place.toString(), "unknown import: " + wanted.module() + "." + wanted.name());
    }
    return found;
  }

  private Instance instance(@Nullable String name) {
    Instance instance = name == null ? current : named.get(name);
    if (instance == null) {
      throw new NoModuleException();
    }
    return instance;
  }

  private @Nullable Object act(JsonObject action) {
    Instance instance = instance(action.textOrNull("module"));
    String field = action.text("field");
    Extern export = instance.export(field);
    return switch (export) {
      case Func function when action.text("type").equals("invoke") -> {
        List<JsonObject> given = action.objects("args");
        @Nullable Object[] arguments = new @Nullable Object[given.size()];
        for (int i = 0; i < arguments.length; i++) {
          arguments[i] = WastValue.argument(given.get(i));
        }
        yield function.invoke(arguments);
      }
      case GlobalCell global when action.text("type").equals("get") -> global.get();
      case null, default ->
          throw new UnexpectedException(": the module exports no such " + field, null);
    };
  }

  private void assertReturn(JsonObject command) {
    JsonObject action = command.object("action");
    Object found;
    try {
      found = act(action);
    } catch (NoModuleException | UnexpectedException e) {
      throw e;
    } catch (Throwable e) {
      throw new UnexpectedException(" " + describe(action) + ": " + firstLine(e), e);
    }
    List<@Nullable Object> values = new ArrayList<>();
    if (found instanceof Object[] several) {
      values.addAll(Arrays.asList(several));
    } else if (!command.has("expected") || !command.objects("expected").isEmpty()) {
      values.add(found);
    }
    boolean matches =
        command.has("either")
            ? command.objects("either").stream().anyMatch(one -> matches(List.of(one), values))
            : matches(command.objects("expected"), values);
    if (!matches) {
      List<JsonObject> expected = command.objects(command.has("either") ? "either" : "expected");
      throw new UnexpectedException(
          " "
              + describe(action)
              + ": expected "
              + expected.stream().map(WastValue::describe).toList()
              + (command.has("either") ? " (one of them)" : "")
              + ", found "
              + values.stream().map(WastValue::describe).toList(),
          null);
    }
  }

  private static boolean matches(List<JsonObject> expected, List<@Nullable Object> found) {
    if (expected.size() != found.size()) {
      return false;
    }
    for (int i = 0; i < expected.size(); i++) {
      if (!WastValue.matches(expected.get(i), found.get(i))) {
        return false;
      }
    }
    return true;
  }

  private void expect(Class<? extends Throwable> kind, JsonObject command, Step step) {
    String text = command.has("text") ? command.text("text") : "";
    String subject = command.has("action") ? " " + describe(command.object("action")) : "";
    String expected = subject + ": expected " + kind.getSimpleName() + " \"" + text + "\", found ";
    Object value;
    try {
      value = step.run();
    } catch (NoModuleException e) {
      throw e;
    } catch (Throwable e) {
      if (kind.isInstance(e) && reason(e).startsWith(words(text))) {
        return;
      }
      throw new UnexpectedException(
          expected + (kind.isInstance(e) ? "\"" + reason(e) + "\"" : firstLine(e)), e);
    }
    throw new UnexpectedException(
        expected
            + (value instanceof Instance || value instanceof ValidModule
                ? "no error"
                : WastValue.describe(value)),
        null);
  }

  /// What our message must begin with: the expected text. Of `type mismatch: block requires [] but
  /// stack has [i32]` only the first words: the rest is one proposal's interpreter's own.
  private static String words(String text) {
    return text.startsWith("type mismatch: ") ? "type mismatch" : text;
  }

  /// The message without file and place.
  private static String reason(Throwable thrown) {
    return switch (thrown) {
      case MalformedModuleException e -> e.reason();
      case InvalidModuleException e -> e.reason();
      case LinkException e -> {
        String message = String.valueOf(e.getMessage());
        // core/linking.wast:12: unknown import: a.b
        yield message.substring(message.indexOf(": ") + 2);
      }
      default -> String.valueOf(thrown.getMessage());
    };
  }

  private static String describe(JsonObject action) {
    String arguments =
        action.has("args")
            ? action.objects("args").stream()
                .map(WastValue::argument)
                .map(WastValue::describe)
                .collect(Collectors.joining(", ", "(", ")"))
            : "";
    return action.text("field") + arguments;
  }

  private static String firstLine(Throwable thrown) {
    String message = thrown.getMessage();
    String line = message == null ? "" : ": " + message.lines().findFirst().orElse("");
    return thrown.getClass().getSimpleName() + line;
  }
}
