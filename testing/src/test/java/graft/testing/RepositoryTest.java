package graft.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import graft.testkit.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What holds for the repository as a whole and no compiler checks.
final class RepositoryTest {
  /// Modules that nobody outside of the project compiles against.
  private static final List<String> UNPUBLISHED = List.of("testkit", "testing", "bench");

  @Test
  void everyExportedTypeAndMethodHasAComment() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (Path module : modules()) {
      if (!UNPUBLISHED.contains(module.getFileName().toString())) {
        for (String name : exportedPackages(module)) {
          sources.addAll(javaFiles(module.resolve("src/main/java/" + name.replace('.', '/'))));
        }
      }
    }
    assertThat(undocumented(sources)).isEmpty();
  }

  @Test
  void theNpmLockFileNamesNoHost() throws IOException {
    assertThat(Files.readString(Requires.root().resolve("testing/npm/package-lock.json")))
        .doesNotContain("\"resolved\"");
  }

  @Test
  void theBuildNamesNoRepository() throws IOException {
    for (Path module : modules()) {
      assertThat(module.resolve("pom.xml"))
          .content()
          .doesNotContain("<repository>", "<pluginRepository>", "settings.xml");
    }
  }

  private static List<Path> modules() throws IOException {
    Path root = Requires.root();
    try (Stream<Path> files = Files.find(root, 3, (file, _) -> file.endsWith("pom.xml"))) {
      return files
          .filter(file -> !root.relativize(file).toString().contains("target"))
          .map(file -> Objects.requireNonNull(file.getParent()))
          .sorted()
          .toList();
    }
  }

  private static List<String> exportedPackages(Path module) throws IOException {
    Path descriptor = module.resolve("src/main/java/module-info.java");
    if (!Files.exists(descriptor)) {
      return List.of();
    }
    return Files.readString(descriptor)
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("exports ") && line.endsWith(";"))
        .map(line -> line.substring("exports ".length(), line.length() - 1).strip())
        .toList();
  }

  private static List<Path> javaFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("package-info.java"))
          .sorted()
          .toList();
    }
  }

  private static List<String> undocumented(List<Path> sources) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, List.of(), null, files.getJavaFileObjectsFromPaths(sources));
      Scan scan = new Scan(DocTrees.instance(task));
      for (CompilationUnitTree unit : task.parse()) {
        scan.scan(unit, null);
      }
      return scan.missing;
    }
  }

  private static final class Scan extends TreePathScanner<@Nullable Void, @Nullable Void> {
    final List<String> missing = new ArrayList<>();
    private final DocTrees docs;

    Scan(DocTrees docs) {
      this.docs = docs;
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
      if (!isExported(type.getModifiers())) {
        return null;
      }
      check(type.getSimpleName().toString());
      return super.visitClass(type, null);
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
      boolean overrides =
          method.getModifiers().getAnnotations().stream()
              .anyMatch(annotation -> annotation.getAnnotationType().toString().equals("Override"));
      boolean canonical = method.getName().contentEquals("<init>") && isIn("RECORD");
      if (isExported(method.getModifiers()) && !overrides && !canonical) {
        check(method.getName().toString());
      }
      return null;
    }

    /// Members of interfaces are public without saying so.
    private boolean isExported(ModifiersTree modifiers) {
      return modifiers.getFlags().contains(Modifier.PUBLIC)
          || modifiers.getFlags().contains(Modifier.PROTECTED)
          || (isIn("INTERFACE") && !modifiers.getFlags().contains(Modifier.PRIVATE));
    }

    private boolean isIn(String kind) {
      @Nullable TreePath parent = getCurrentPath().getParentPath();
      return parent != null && parent.getLeaf().getKind().name().equals(kind);
    }

    private void check(String name) {
      @Nullable DocCommentTree comment = docs.getDocCommentTree(getCurrentPath());
      if (comment == null) {
        CompilationUnitTree unit = getCurrentPath().getCompilationUnit();
        long line =
            unit.getLineMap()
                .getLineNumber(
                    docs.getSourcePositions().getStartPosition(unit, getCurrentPath().getLeaf()));
        Path file = Requires.root().relativize(Path.of(unit.getSourceFile().toUri()));
        missing.add(file + ":" + line + ": " + name + " has no comment");
      }
    }
  }
}
