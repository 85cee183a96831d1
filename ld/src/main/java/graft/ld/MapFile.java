package graft.ld;

/// The link map.
final class MapFile {
  private MapFile() {}

  static String of(Layout layout, ModuleWriter.Output output) {
    return "";
  }
}
