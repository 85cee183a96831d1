package graft.compiler;

import graft.classfile.ClassWriter;
import graft.classfile.CodeWriter;
import graft.classfile.ConstantPool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The classes that a chunk becomes: its own, and further ones where that would need more constants
/// than a class can have. What code was drafted in vain has put into them can be taken back.
final class ChunkClasses {
  /// Constants in a class after which no more methods are begun there.
  private static final int ENOUGH = 30_000;

  private final int chunk;
  private final List<ClassWriter> all = new ArrayList<>();
  private ClassWriter current;

  /// A state to go back to: `home` and `current` are the classes that drafts may go to, and those
  /// behind them are new.
  record Mark(
      int count,
      ClassWriter current,
      ConstantPool.Mark constants,
      ClassWriter home,
      ConstantPool.Mark homeConstants) {}

  ChunkClasses(int chunk) {
    this.chunk = chunk;
    current = newClass();
  }

  /// The chunk's own class, where others look for its functions.
  ClassWriter own() {
    return all.getFirst();
  }

  /// The class for the next function: the chunk's own, while there is room.
  ClassWriter forFunction() {
    if (own().pool().count() <= ENOUGH) {
      current = own();
    }
    return forPart();
  }

  /// A class for the next function that is not the chunk's own.
  ClassWriter forMovedFunction() {
    if (current == own()) {
      current = newClass();
    }
    return forPart();
  }

  /// The class for the next part of a function.
  ClassWriter forPart() {
    if (current.pool().count() > ENOUGH) {
      current = newClass();
    }
    return current;
  }

  private ClassWriter newClass() {
    String name = ModuleNames.PACKAGE + "C" + chunk + (all.isEmpty() ? "" : "x" + all.size());
    ClassWriter made =
        new ClassWriter(ClassWriter.PUBLIC | ClassWriter.FINAL, name, "java/lang/Object", "wasm");
    all.add(made);
    return made;
  }

  /// A draft of a method, with room for its name.
  ChunkTranslator.Draft draft(
      Region region, ClassWriter owner, CodeWriter code, String name, String descriptor) {
    owner.declare(name, descriptor);
    return new ChunkTranslator.Draft(region, owner, code, name, descriptor);
  }

  /// The present state.
  ///
  /// @param home where the method of the region goes that is drafted next
  Mark mark(ClassWriter home) {
    return new Mark(all.size(), current, current.pool().mark(), home, home.pool().mark());
  }

  /// Goes back to a state: no draft that was made since is used.
  void undo(Mark mark) {
    all.subList(mark.count, all.size()).clear();
    current = mark.current;
    current.pool().undo(mark.constants);
    mark.home.pool().undo(mark.homeConstants);
  }

  /// The class files by internal name, the chunk's own first.
  Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    all.forEach(writer -> files.put(writer.name(), writer.toByteArray()));
    return files;
  }
}
