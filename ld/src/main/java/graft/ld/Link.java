package graft.ld;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One link, from the command line to the bytes.
final class Link implements AutoCloseable {
  private final List<String> arguments;
  private final FileSource files;
  private final Diagnostics diagnostics;

  /// Where the output belongs; known once the arguments are read.
  String outputPath = "";

  private @Nullable Options options;

  Link(List<String> arguments, FileSource files, Diagnostics diagnostics) {
    this.arguments = arguments;
    this.files = files;
    this.diagnostics = diagnostics;
  }

  /// Ends the link's threads: with the output written.
  @Override
  public void close() {
    if (options != null) {
      options.workers.close();
    }
  }

  /// The output, or null if there is none.
  @Nullable ModuleImage run() {
    List<String> expanded = ResponseFiles.expand(arguments, files, diagnostics);
    CommandLine line = CommandLine.parse(expanded, diagnostics);
    if (line.has(Opt.HELP)) {
      diagnostics.say(CommandLine.help().stripTrailing());
      return null;
    }
    if (line.has(Opt.VERSION) || line.has(Opt.VERSION_V)) {
      diagnostics.say(LinkCommand.VERSION);
    }
    Options options = OptionReader.read(line, diagnostics);
    this.options = options;
    outputPath = options.output;
    if (line.has(Opt.VERSION) || (line.has(Opt.VERSION_V) && options.sources.isEmpty())) {
      return null;
    }
    if (options.sources.isEmpty() && !options.exportFor.isEmpty()) {
      // Only asked which symbols a main module must export.
      listExports(options);
      return null;
    }
    // From here on the options are fixed.
    Resolver resolver = new Resolver(options, diagnostics);
    Inputs inputs = Inputs.load(options, files, diagnostics, resolver::take);
    SideFiles side = new SideFiles(options, files, diagnostics);
    if (diagnostics.hasErrors()) {
      side.reproduce(line);
      return null;
    }
    OptionReader.check(options, line, diagnostics);
    OptionReader.readAllowed(line, options, files);
    side.check();
    side.reproduce(line);
    PluginImports plugins = PluginImports.read(options, files, diagnostics);
    plugins.addExports();
    if (diagnostics.hasErrors()) {
      return null;
    }
    Resolution resolution = resolver.resolve(inputs, side);
    if (resolution == null) {
      return null;
    }
    // From here on it is known which files take part, and what every name stands for.
    FunctionNames names = new FunctionNames(resolution, options);
    try {
      Liveness liveness = Marker.mark(resolution, options, diagnostics, names);
      // From here on it is known what stays.
      return write(resolution, liveness, options, names, plugins, side);
    } finally {
      names.stop();
    }
  }

  private @Nullable ModuleImage write(
      Resolution resolution,
      Liveness liveness,
      Options options,
      FunctionNames names,
      PluginImports plugins,
      SideFiles side) {
    Layout layout = LayoutBuilder.build(resolution, liveness, options, diagnostics);
    if (layout == null) {
      return null;
    }
    // From here on every index, slot and address is known.
    new DynamicChecks(options, files, diagnostics).check(layout);
    plugins.check(layout);
    side.writeExportList(plugins.exportList(layout));
    // In spite of errors about exports: the link map shows what they are about.
    ModuleImage output = ModuleWriter.write(layout, names);
    side.writeReports(layout, output);
    return diagnostics.hasErrors() ? null : output;
  }

  private void listExports(Options options) {
    String names = PluginImports.read(options, files, diagnostics).exportList(null);
    if (diagnostics.hasErrors()) {
      return;
    }
    if (options.exportList.isEmpty()) {
      diagnostics.say(names.stripTrailing());
    } else {
      new SideFiles(options, files, diagnostics).writeExportList(names);
    }
  }
}
