package graft.host.emscripten;

import graft.runtime.Memory;
import java.nio.charset.StandardCharsets;

/// An `emscripten_fetch_t` in the guest's memory.
///
/// ```text
/// id userData url data numBytes dataOffset totalBytes readyState status statusText attributes
/// 0  4        8   12   16       24         32         40         42     44         108 or 112
/// ```
///
/// Up to some version there is a word before the attributes, which is always 0 without threads; in
/// younger ones that is where the method's name begins.
///
/// @param memory of the guest
/// @param address of the structure
record FetchStructure(Memory memory, int address) {
  static final int STATUS_TEXT_SIZE = 64;
  static final int OLD_ATTRIBUTES = 112;
  static final int NEW_ATTRIBUTES = 108;

  /// The size with the older layout, which is the larger one.
  static final int SIZE = 208;

  /// The size of an `emscripten_fetch_attr_t`.
  static final int ATTRIBUTES_SIZE = 92;

  static final int ID = 0;
  static final int USER_DATA = 4;
  static final int URL = 8;
  static final int DATA = 12;
  static final int NUM_BYTES = 16;
  static final int DATA_OFFSET = 24;
  static final int TOTAL_BYTES = 32;
  static final int READY_STATE = 40;
  static final int STATUS = 42;
  static final int STATUS_TEXT = 44;

  /// Offsets in the attributes.
  enum Attribute {
    METHOD(0),
    ATTRIBUTE_USER_DATA(32),
    ON_SUCCESS(36),
    ON_ERROR(40),
    ON_PROGRESS(44),
    ON_READY_STATE_CHANGE(48),
    ATTRIBUTES(52),
    TIMEOUT(56),
    WITH_CREDENTIALS(60),
    DESTINATION_PATH(64),
    USER_NAME(68),
    PASSWORD(72),
    REQUEST_HEADERS(76),
    OVERRIDDEN_TYPE(80),
    REQUEST_DATA(84),
    REQUEST_SIZE(88);

    private final int offset;

    Attribute(int offset) {
      this.offset = offset;
    }

    int offset() {
      return offset;
    }
  }

  private int attributes() {
    return address + (memory.i32(address + NEW_ATTRIBUTES) == 0 ? OLD_ATTRIBUTES : NEW_ATTRIBUTES);
  }

  int attribute(Attribute attribute) {
    return memory.i32(attributes() + attribute.offset);
  }

  String method() {
    return memory.cString(attributes());
  }

  String string(int pointer) {
    return pointer == 0 ? "" : memory.cString(pointer);
  }

  int word(int offset) {
    return memory.i32(address + offset);
  }

  void setWord(int offset, int value) {
    memory.setI32(address + offset, value);
  }

  void setLong(int offset, long value) {
    memory.setI64(address + offset, value);
  }

  void setState(int readyState) {
    memory.setI16(address + READY_STATE, readyState);
  }

  int state() {
    return memory.u16(address + READY_STATE);
  }

  void setStatus(int status, String text) {
    memory.setI16(address + STATUS, status);
    if (!text.isEmpty()) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      int length = Math.min(bytes.length, STATUS_TEXT_SIZE - 1);
      byte[] padded = new byte[STATUS_TEXT_SIZE];
      System.arraycopy(bytes, 0, padded, 0, length);
      memory.write(address + STATUS_TEXT, padded);
    }
  }
}
