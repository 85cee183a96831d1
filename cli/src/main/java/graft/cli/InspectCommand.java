package graft.cli;

import graft.format.ModuleReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// `graft inspect`: what modules are, have and want.
final class InspectCommand implements Command {
  @Override
  public String name() {
    return "inspect";
  }

  @Override
  public String synopsis() {
    return "[--json] FILE...";
  }

  @Override
  public String summary() {
    return "say what a module is, has and wants";
  }

  @Override
  public List<Option> options() {
    return List.of(Option.flag("--json", "print a JSON array with an object for each file"));
  }

  @Override
  public String details() {
    return """
    For each file: whether it is a main or a side module, relocatable or at fixed addresses;
    what memory and table slots it wants; the libraries that it needs and where it looks for
    them; its imports and exports by symbol, with types; its sections; what made it.
    """;
  }

  @Override
  public int run(Console console, Arguments arguments) throws IOException {
    List<String> files = arguments.operands();
    if (files.isEmpty()) {
      throw new UsageException("wants FILE...");
    }
    List<ModuleFacts> all = new ArrayList<>();
    for (String file : files) {
      byte[] bytes = InputFiles.read(console, file, ExitStatus.PROBLEM);
      ModuleFacts facts = ModuleFacts.of(ModuleReader.readForeign(file, bytes));
      if (arguments.has("--json")) {
        all.add(facts);
      } else {
        console.out().print(InspectText.of(facts));
      }
    }
    if (arguments.has("--json")) {
      console.out().println(InspectJson.of(all));
    }
    return ExitStatus.SUCCESS.code();
  }
}
