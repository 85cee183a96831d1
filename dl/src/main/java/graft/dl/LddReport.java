package graft.dl;

import graft.dl.DependencyTree.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Makes the {@link DependencyTree} of a module.
final class LddReport {
  private final Set<Library> shown = new HashSet<>();

  private LddReport() {}

  /// Reads what a file needs, and plans to load it, without loading it.
  static DependencyTree of(GuestProcess process, ModuleFile file) {
    List<Library> libraries = Closure.of(process, process.files(), file, true, true).libraries();
    LoadPlan plan = LoadPlanner.plan(process, libraries, true);
    Library root = libraries.get(0);
    Node tree = new LddReport().node(root.name(), root, List.of());
    return new DependencyTree(tree, process.hints().explain(plan.missing()));
  }

  private Node node(String name, Library library, List<String> searched) {
    if (!shown.add(library)) {
      return new Node(name, library.location(), null, searched, List.of(), true);
    }
    List<Node> needed = new ArrayList<>();
    for (Library.Needed entry : library.needed()) {
      needed.add(node(entry));
    }
    return new Node(name, library.location(), null, searched, needed, false);
  }

  private Node node(Library.Needed entry) {
    Library library = entry.library();
    if (library != null) {
      return node(entry.name(), library, entry.searched());
    }
    LoadException problem = entry.problem();
    return new Node(
        entry.name(),
        null,
        problem == null ? "not found" : String.valueOf(problem.getMessage()),
        entry.searched(),
        List.of(),
        false);
  }
}
