package graft.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Interfaces;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A step of a build, after compilation: makes an {@link IndexedHost} of each final class with
/// {@link HostFunction}s, if it extends and implements nothing. What it leaves alone works as well,
/// but is looked through when a program starts, for about a millisecond per class.
public final class HostIndexer {
  private static final ClassDesc INDEXED = ClassDesc.of(IndexedHost.class.getName());
  private static final MethodTypeDesc TYPE =
      MethodTypeDesc.of(ConstantDescs.CD_String, ConstantDescs.CD_String);

  private HostIndexer() {}

  /// Rewrites class files in place.
  ///
  /// @param args folders with class files
  /// @throws IOException if one cannot be read or written
  public static void main(String[] args) throws IOException {
    for (String folder : args) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
          byte[] indexed = index(Files.readAllBytes(file));
          if (indexed != null) {
            Files.write(file, indexed);
          }
        }
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }
  }

  /// A class file with an index, or null if it is to stay as it is.
  static byte @Nullable [] index(byte[] file) {
    ClassFile classFile = ClassFile.of();
    ClassModel model = classFile.parse(file);
    if (!model.flags().has(AccessFlag.FINAL)
        || !HostMethods.isSelfContained(model)
        || !model.interfaces().isEmpty()) {
      return null;
    }
    List<HostMethods.Declared> methods = HostMethods.declaredBy(model);
    if (methods == null || methods.isEmpty() || !canBeIndexed(methods)) {
      return null;
    }
    Map<String, String> byName = new TreeMap<>();
    for (HostMethods.Declared each : methods) {
      byName.merge(
          each.name(),
          each.module() + " " + each.method() + " " + each.descriptor(),
          (one, other) -> one + " " + other);
    }
    return classFile.transformClass(
        model,
        ClassTransform.ACCEPT_ALL.andThen(
            ClassTransform.endHandler(out ->
                out.with(Interfaces.ofSymbols(INDEXED))
                    .withMethodBody(
                        "hostMethods",
                        TYPE,
                        ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC,
                        code -> find(code, byName)))));
  }

  /// Whether words with spaces between them say all, and no two methods supply the same: what is
  /// wrong with those is said where a class without an index is looked through.
  private static boolean canBeIndexed(List<HostMethods.Declared> methods) {
    Set<String> symbols = new HashSet<>();
    return methods.stream()
        .allMatch(each ->
            each.module().indexOf(' ') < 0
                && symbols.add(each.module() + " " + each.name() + each.descriptor()));
  }

  /// `switch (name) { case "fd_write" -> "..." default -> null }`, by hash codes as javac does it.
  private static void find(CodeBuilder code, Map<String, String> byName) {
    Map<Integer, Map<String, String>> byHash = new TreeMap<>();
    byName.forEach((name, words) ->
        byHash.computeIfAbsent(name.hashCode(), _ -> new TreeMap<>()).put(name, words));
    Label none = code.newLabel();
    List<SwitchCase> cases =
        byHash.keySet().stream().map(hash -> SwitchCase.of(hash, code.newLabel())).toList();
    code.aload(1)
        .invokevirtual(ConstantDescs.CD_String, "hashCode", MethodTypeDesc.of(ConstantDescs.CD_int))
        .lookupswitch(none, cases);
    Iterator<SwitchCase> each = cases.iterator();
    for (Map<String, String> ofHash : byHash.values()) {
      code.labelBinding(each.next().target());
      ofHash.forEach((name, words) -> findOne(code, name, words));
      code.goto_(none);
    }
    code.labelBinding(none).aconst_null().areturn();
  }

  private static void findOne(CodeBuilder code, String name, String words) {
    Label other = code.newLabel();
    code.aload(1)
        .loadConstant(name)
        .invokevirtual(
            ConstantDescs.CD_String,
            "equals",
            MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_Object))
        .ifeq(other)
        .loadConstant(words)
        .areturn()
        .labelBinding(other);
  }
}
