package graft.classfile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The constant pool of a class that is being made ([JVMS
/// 4.4](https://docs.oracle.com/javase/specs/jvms/se25/html/jvms-4.html#jvms-4.4)). Equal constants
/// are stored once; an index that has been given out stays, unless it is taken back.
public final class ConstantPool {
  private static final int MAX_COUNT = 65_535;
  private static final int UTF8 = 1;
  private static final int INTEGER = 3;
  private static final int FLOAT = 4;
  private static final int LONG = 5;
  private static final int DOUBLE = 6;
  private static final int CLASS = 7;
  private static final int STRING = 8;
  private static final int FIELD = 9;
  private static final int METHOD = 10;
  private static final int NAME_AND_TYPE = 12;

  private final ByteBuilder out = new ByteBuilder();
  private final Map<Object, Integer> indices = new HashMap<>();
  private final List<Object> keys = new ArrayList<>();
  private int count = 1;

  // The methods of these keys are written out, because the JVM makes those of records anew at each
  // start.

  private record Scalar(int tag, long bits) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Scalar scalar && tag == scalar.tag && bits == scalar.bits;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(bits) * 31 + tag;
    }
  }

  private record Reference(int tag, int first, int second) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Reference reference
          && tag == reference.tag
          && first == reference.first
          && second == reference.second;
    }

    @Override
    public int hashCode() {
      return (first * 31 + second) * 31 + tag;
    }
  }

  private record Member(int tag, String owner, String name, String descriptor) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Member member
          && tag == member.tag
          && name.equals(member.name)
          && owner.equals(member.owner)
          && descriptor.equals(member.descriptor);
    }

    @Override
    public int hashCode() {
      return ((owner.hashCode() * 31 + name.hashCode()) * 31 + descriptor.hashCode()) * 31 + tag;
    }
  }

  private record Named(int tag, String name) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Named named && tag == named.tag && name.equals(named.name);
    }

    @Override
    public int hashCode() {
      return name.hashCode() * 31 + tag;
    }
  }

  /// A state to go back to.
  public record Mark(int count, int length, int keys) {}

  /// The present state.
  public Mark mark() {
    return new Mark(count, out.length(), keys.size());
  }

  /// Takes back what has been added since a state: no code that uses it is kept.
  public void undo(Mark mark) {
    List<Object> added = keys.subList(mark.keys, keys.size());
    added.forEach(indices::remove);
    added.clear();
    out.truncate(mark.length);
    count = mark.count;
  }

  /// How many slots are taken.
  public int count() {
    return count;
  }

  int utf8(String text) {
    Integer known = indices.get(text);
    if (known != null) {
      return known;
    }
    byte[] encoded = modifiedUtf8(text);
    if (encoded.length > 65_535) {
      throw new TooLargeException("a name of " + encoded.length + " bytes");
    }
    out.u1(UTF8);
    out.u2(encoded.length);
    out.append(encoded, encoded.length);
    return add(text, 1);
  }

  private static byte[] modifiedUtf8(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        throw new AssertionError("BUG: a name that is not plain: " + text);
      }
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// A class by its internal name (`java/lang/Object`) or array descriptor.
  public int classInfo(String internalName) {
    return named(CLASS, internalName);
  }

  int string(String text) {
    return named(STRING, text);
  }

  private int named(int tag, String name) {
    Named key = new Named(tag, name);
    Integer known = indices.get(key);
    return known != null ? known : reference(tag, utf8(name), 0, key);
  }

  private int reference(int tag, int first, int second, Object key) {
    out.u1(tag);
    out.u2(first);
    if (tag != CLASS && tag != STRING) {
      out.u2(second);
    }
    return add(key, 1);
  }

  int field(String owner, String name, String descriptor) {
    return member(FIELD, owner, name, descriptor);
  }

  int method(String owner, String name, String descriptor) {
    return member(METHOD, owner, name, descriptor);
  }

  private int member(int tag, String owner, String name, String descriptor) {
    Member key = new Member(tag, owner, name, descriptor);
    Integer known = indices.get(key);
    if (known != null) {
      return known;
    }
    return reference(tag, classInfo(owner), nameAndType(name, descriptor), key);
  }

  private int nameAndType(String name, String descriptor) {
    int first = utf8(name);
    int second = utf8(descriptor);
    Reference key = new Reference(NAME_AND_TYPE, first, second);
    Integer known = indices.get(key);
    return known != null ? known : reference(NAME_AND_TYPE, first, second, key);
  }

  int integer(int value) {
    return number(INTEGER, value);
  }

  int floatBits(int bits) {
    return number(FLOAT, bits);
  }

  int longValue(long value) {
    return number(LONG, value);
  }

  int doubleBits(long bits) {
    return number(DOUBLE, bits);
  }

  private int number(int tag, long bits) {
    Scalar key = new Scalar(tag, bits);
    Integer known = indices.get(key);
    if (known != null) {
      return known;
    }
    out.u1(tag);
    if (tag == LONG || tag == DOUBLE) {
      out.u8(bits);
      return add(key, 2);
    }
    out.u4((int) bits);
    return add(key, 1);
  }

  private int add(Object key, int slots) {
    int index = count;
    count += slots;
    if (count > MAX_COUNT) {
      throw new TooLargeException("more than 65,535 constants in a class");
    }
    indices.put(key, index);
    keys.add(key);
    return index;
  }

  void writeTo(ByteBuilder target) {
    target.u2(count);
    target.append(out.bytes(), out.length());
  }
}
