package graft.dl;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// The order in which libraries are constructed, and in its reverse destructed: each behind those
/// that it needs. That leaves open which of two comes first that do not need each other, and where
/// a cycle is cut.
///
/// Emscripten goes from the one that is asked for through the `needed` lists, depth first. So does
/// `ld.so` (glibc from 2.35 on), but from each library, those that were found last first, and the
/// one that is asked for comes last even if others in a cycle need it. It remembers that order for
/// when it destructs, where whoever was bound to another one goes before that one, too, unless the
/// `needed` lists say otherwise.
final class InitOrder {
  private final Set<Library> all;
  private final Function<Library, Collection<Library>> behind;
  private final Set<Library> seen = new HashSet<>();
  private final List<Library> done = new ArrayList<>();

  private InitOrder(Collection<Library> all, Function<Library, Collection<Library>> behind) {
    this.all = new HashSet<>(all);
    this.behind = behind;
  }

  /// The order in which new libraries are instantiated and constructed.
  ///
  /// @param fresh breadth first, the one asked for in front
  static List<Library> of(GuestProcess process, List<Library> fresh) {
    Library main = process.mainOrNull();
    if (Constructors.mainFirst(process, main == null ? fresh.getFirst() : main)) {
      return sorted(fresh, fresh, Library::dependencies);
    }
    Library root = fresh.getFirst();
    // What it needs itself counts only once it is there.
    List<Library> order = rootLast(root, library -> library == root ? List.of() : listOf(library));
    root.setOpenedWith(order.reversed());
    Set<Library> absent = new HashSet<>(fresh);
    return order.stream().filter(absent::contains).toList();
  }

  /// Notes that a library is opened by its name which is there because others need it.
  static void opened(Library root) {
    if (root.openedWith().isEmpty()) {
      root.setOpenedWith(rootLast(root, InitOrder::listOf).reversed());
    }
  }

  private static List<Library> rootLast(
      Library root, Function<Library, Collection<Library>> behind) {
    List<Library> opened = root.withDependencies();
    List<Library> order = new ArrayList<>(sorted(opened.reversed(), opened, behind));
    order.remove(root);
    order.add(root);
    return order;
  }

  /// The order in which libraries are destructed that nobody needs any more.
  ///
  /// @param gone in the order of loading
  static List<Library> forDestructors(GuestProcess process, List<Library> gone) {
    if (Constructors.mainFirst(process, process.main())) {
      return sorted(gone, gone, Library::dependencies).reversed();
    }
    List<Library> bound =
        sorted(
            gone.reversed(),
            gone,
            library -> {
              Set<Library> listed = new LinkedHashSet<>(listOf(library));
              listed.addAll(boundBesides(library));
              return listed;
            });
    boolean besides = gone.stream().anyMatch(library -> !boundBesides(library).isEmpty());
    return (besides ? sorted(bound, gone, InitOrder::listOf) : bound).reversed();
  }

  /// What a library is bound to and does not list.
  private static List<Library> boundBesides(Library library) {
    Collection<Library> listed = listOf(library);
    return library.boundTo().stream()
        .filter(each -> !each.isKept() && !listed.contains(each))
        .toList();
  }

  private static Collection<Library> listOf(Library library) {
    return library.openedWith().isEmpty() ? library.dependencies() : library.openedWith();
  }

  /// @param begin where to begin, one after the other
  private static List<Library> sorted(
      List<Library> begin, List<Library> all, Function<Library, Collection<Library>> behind) {
    InitOrder order = new InitOrder(all, behind);
    begin.forEach(order::visit);
    return List.copyOf(order.done);
  }

  private void visit(Library library) {
    if (!all.contains(library) || !seen.add(library)) {
      return;
    }
    behind.apply(library).forEach(this::visit);
    done.add(library);
  }
}
