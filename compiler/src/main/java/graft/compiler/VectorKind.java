package graft.compiler;

import graft.format.Opcode;
import org.jspecify.annotations.Nullable;

/// The classes of jdk.incubator.vector that a v128 can be an object of; which one says only how its
/// lanes are seen. It is named, and never linked to: the module may not be there.
enum VectorKind {
  BYTES("Byte", "reinterpretAsBytes", "B"),
  SHORTS("Short", "reinterpretAsShorts", "S"),
  INTS("Int", "reinterpretAsInts", "I"),
  LONGS("Long", "reinterpretAsLongs", "J"),
  FLOATS("Float", "reinterpretAsFloats", "F"),
  DOUBLES("Double", "reinterpretAsDoubles", "D");

  static final String PACKAGE = "jdk/incubator/vector/";
  static final String VECTOR = PACKAGE + "Vector";
  static final String MASK = PACKAGE + "VectorMask";
  static final String SPECIES_DESCRIPTOR = "L" + PACKAGE + "VectorSpecies;";

  /// Internal name of the class.
  final String className;

  /// The method that gives the same vector as one of this kind.
  final String reinterpret;

  /// Descriptor of a lane.
  final String lane;

  VectorKind(String name, String reinterpret, String lane) {
    className = PACKAGE + name + "Vector";
    this.reinterpret = reinterpret;
    this.lane = lane;
  }

  String descriptor() {
    return "L" + className + ";";
  }

  boolean isFloating() {
    return this == FLOATS || this == DOUBLES;
  }

  /// Whether a lane takes two slots of the JVM's stack.
  boolean isWide() {
    return this == LONGS || this == DOUBLES;
  }

  /// The lanes of half the width.
  VectorKind half() {
    return switch (this) {
      case SHORTS -> BYTES;
      case INTS -> SHORTS;
      default -> INTS;
    };
  }

  /// Bits in a lane.
  int bits() {
    return switch (this) {
      case BYTES -> 8;
      case SHORTS -> 16;
      case INTS, FLOATS -> 32;
      case LONGS, DOUBLES -> 64;
    };
  }

  /// The kind that an instruction's name begins with, or null.
  static @Nullable VectorKind of(Opcode op) {
    String text = op.toString();
    return switch (text.substring(0, Math.max(0, text.indexOf('.')))) {
      case "i8x16" -> BYTES;
      case "i16x8" -> SHORTS;
      case "i32x4" -> INTS;
      case "i64x2" -> LONGS;
      case "f32x4" -> FLOATS;
      case "f64x2" -> DOUBLES;
      default -> null;
    };
  }
}
