package graft.dl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a module needs, found out without running anything: `graft ldd`. Made by {@link
/// GuestProcessBuilder#dependencies()}.
///
/// @param root the module that was asked about
/// @param undefined every symbol that stays undefined, weak ones excepted; the host's are defined
public record DependencyTree(Node root, List<UndefinedSymbol> undefined) {
  /// Copies the list.
  public DependencyTree {
    undefined = List.copyOf(undefined);
  }

  /// A module in the tree.
  ///
  /// @param name as the module that needs it wrote it
  /// @param location where it was found, or null if it was not, or cannot be loaded
  /// @param problem why it cannot be loaded, or null
  /// @param searched every place tried, in order, up to the one where it was found
  /// @param needed what it needs itself; empty if it stands in the tree before (diamonds, cycles)
  /// @param repeated whether it stands in the tree before
  public record Node(
      String name,
      @Nullable String location,
      @Nullable String problem,
      List<String> searched,
      List<Node> needed,
      boolean repeated) {
    /// Copies the lists.
    public Node {
      searched = List.copyOf(searched);
      needed = List.copyOf(needed);
    }
  }

  /// Whether every library was found.
  public boolean isComplete() {
    return isComplete(root);
  }

  private static boolean isComplete(Node node) {
    return node.location() != null && node.needed().stream().allMatch(DependencyTree::isComplete);
  }
}
