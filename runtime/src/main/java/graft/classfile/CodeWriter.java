package graft.classfile;

import java.util.Arrays;

/// Makes the code of one method, with its stack map.
///
/// The writer follows the types on the operand stack as instructions are emitted. A label's frame
/// is taken when it is bound: the operand stack must then be what every jump to it leaves. Local
/// variables have one type each for as long as they are declared ({@link #declareLocal}, {@link
/// #dropLocals}); a variable that is declared where a label is bound must have been declared, and
/// set, before every jump to that label. Code that cannot be reached must not be emitted.
public final class CodeWriter {
  private static final int MAX_SIZE = 65_535;

  private final ConstantPool pool;
  private final ByteBuilder code = new ByteBuilder();
  private int calls;
  private final ByteBuilder frames = new ByteBuilder();
  private final ByteBuilder handlers = new ByteBuilder();
  private int handlerCount;
  private int frameCount;
  private int lastFrameOffset = -1;

  private int[] stack = new int[16];
  private int depth;
  private int slots;
  private int maxSlots;

  private int[] locals = new int[16];
  private int localCount;
  private int localSlots;
  private int maxLocals;
  private int[] slotOfLocal = new int[16];

  private int[] frameLocals = {};
  private int frameLocalCount;

  private int[] labelOffsets = new int[16];
  private int labelCount;
  private int[] fixups = new int[32];
  private int fixupCount;
  private boolean jumpsTooFar;

  /// @param pool the constants of the class that the method will be in
  public CodeWriter(ConstantPool pool) {
    this.pool = pool;
  }

  /// The constants of the class.
  public ConstantPool pool() {
    return pool;
  }

  /// How many bytes of code there are so far.
  public int size() {
    return code.length();
  }

  /// How many calls of methods of objects there are so far.
  public int calls() {
    return calls;
  }

  // Local variables.

  /// Declares the next local variable and gives its slot. Parameters come first.
  ///
  /// @param type a {@link VerificationType}
  public int declareLocal(int type) {
    if (localCount == locals.length) {
      locals = Arrays.copyOf(locals, 2 * localCount);
      slotOfLocal = Arrays.copyOf(slotOfLocal, 2 * localCount);
    }
    int slot = localSlots;
    locals[localCount] = type;
    slotOfLocal[localCount++] = slot;
    localSlots += VerificationType.slots(type);
    if (localSlots > MAX_SIZE) {
      throw new TooLargeException("more than 65,535 local variables in a method");
    }
    maxLocals = Math.max(maxLocals, localSlots);
    return slot;
  }

  /// How many local variables are declared.
  public int localCount() {
    return localCount;
  }

  /// Forgets the variables that were declared last, so that only `count` remain.
  public void dropLocals(int count) {
    if (count < localCount) {
      localSlots = slotOfLocal[count];
      localCount = count;
    }
  }

  /// Says that the frame before the first instruction is the one that the method's descriptor
  /// gives: the variables that are declared now are its parameters.
  public void parametersDeclared() {
    frameLocals = Arrays.copyOf(locals, localCount);
    frameLocalCount = localCount;
  }

  // The operand stack.

  /// How many values are on the operand stack.
  public int depth() {
    return depth;
  }

  /// The type of the value `below` values under the top.
  public int typeAt(int below) {
    return stack[depth - 1 - below];
  }

  /// Says that a value is now on the stack, after an instruction that this class does not know.
  public void push(int type) {
    if (depth == stack.length) {
      stack = Arrays.copyOf(stack, 2 * depth);
    }
    stack[depth++] = type;
    slots += VerificationType.slots(type);
    maxSlots = Math.max(maxSlots, slots);
  }

  /// Says that `count` values are gone from the stack.
  public void pop(int count) {
    for (int i = 0; i < count; i++) {
      slots -= VerificationType.slots(stack[--depth]);
    }
  }

  /// Takes back {@link #pop}: the values are still there.
  public void unpop(int count) {
    for (int i = 0; i < count; i++) {
      slots += VerificationType.slots(stack[depth++]);
    }
  }

  /// Sets the whole stack, where code goes on behind a jump that never returns.
  public void setStack(int[] types, int count) {
    depth = 0;
    slots = 0;
    for (int i = 0; i < count; i++) {
      push(types[i]);
    }
  }

  /// A copy of the types on the stack, the deepest first.
  public int[] stackTypes() {
    return Arrays.copyOf(stack, depth);
  }

  // Instructions.

  /// Emits an instruction of one byte that pops `pops` values and pushes nothing.
  public void op(int opcode, int pops) {
    code.u1(opcode);
    pop(pops);
  }

  /// Emits an instruction of one byte that pops `pops` values and pushes one.
  public void op(int opcode, int pops, int pushed) {
    code.u1(opcode);
    pop(pops);
    push(pushed);
  }

  /// Duplicates the top value.
  public void dup() {
    int type = stack[depth - 1];
    code.u1(VerificationType.slots(type) == 2 ? Bytecode.DUP2 : Bytecode.DUP);
    push(type);
  }

  /// Drops the top value.
  public void drop() {
    code.u1(VerificationType.slots(stack[depth - 1]) == 2 ? Bytecode.POP2 : Bytecode.POP);
    pop(1);
  }

  /// Exchanges the two top values, which must take one slot each.
  public void swap() {
    code.u1(Bytecode.SWAP);
    int top = stack[depth - 1];
    stack[depth - 1] = stack[depth - 2];
    stack[depth - 2] = top;
  }

  /// Copies the top value, of one slot, below the value under it, which takes two.
  public void dupBelowWide() {
    code.u1(Bytecode.DUP_X2);
    insertTop(1);
  }

  /// Moves the top value below the two values under it; each takes one slot.
  public void rotateTopBelowTwo() {
    code.u1(Bytecode.DUP_X2);
    insertTop(2);
    drop();
  }

  private void insertTop(int below) {
    int top = stack[depth - 1];
    push(top);
    for (int i = 0; i <= below; i++) {
      stack[depth - 1 - i] = stack[depth - 2 - i];
    }
    stack[depth - 2 - below] = top;
  }

  /// Pushes an `int`.
  public void constant(int value) {
    if (value >= -1 && value <= 5) {
      code.u1(Bytecode.ICONST_0 + value);
    } else if (value == (byte) value) {
      code.u1(Bytecode.BIPUSH);
      code.u1(value);
    } else if (value == (short) value) {
      code.u1(Bytecode.SIPUSH);
      code.u2(value);
    } else {
      loadConstant(pool.integer(value));
    }
    push(VerificationType.INTEGER);
  }

  /// Pushes a `long`.
  public void constant(long value) {
    if (value == 0 || value == 1) {
      code.u1(Bytecode.LCONST_0 + (int) value);
      push(VerificationType.LONG);
    } else if (value == (short) value) {
      constant((int) value);
      op(Bytecode.I2L, 1, VerificationType.LONG);
    } else {
      code.u1(Bytecode.LDC2_W);
      code.u2(pool.longValue(value));
      push(VerificationType.LONG);
    }
  }

  /// Pushes a `float`, given its bits.
  public void floatConstant(int bits) {
    if (bits == 0) {
      code.u1(Bytecode.FCONST_0);
    } else {
      loadConstant(pool.floatBits(bits));
    }
    push(VerificationType.FLOAT);
  }

  /// Pushes a `double`, given its bits.
  public void doubleConstant(long bits) {
    if (bits == 0) {
      code.u1(Bytecode.DCONST_0);
    } else {
      code.u1(Bytecode.LDC2_W);
      code.u2(pool.doubleBits(bits));
    }
    push(VerificationType.DOUBLE);
  }

  /// Pushes a string.
  public void stringConstant(String text) {
    loadConstant(pool.string(text));
    push(VerificationType.object(pool.classInfo("java/lang/String")));
  }

  /// Pushes a class.
  public void classConstant(String internalName) {
    loadConstant(pool.classInfo(internalName));
    push(VerificationType.object(pool.classInfo("java/lang/Class")));
  }

  private void loadConstant(int index) {
    if (index < 256) {
      code.u1(Bytecode.LDC);
      code.u1(index);
    } else {
      code.u1(Bytecode.LDC_W);
      code.u2(index);
    }
  }

  /// Pushes null as an object of the given type.
  public void nullConstant(int type) {
    op(Bytecode.ACONST_NULL, 0, type);
  }

  /// Pushes a local variable.
  public void load(int slot, int type) {
    local(Bytecode.ILOAD + kind(type), Bytecode.ILOAD_0 + 4 * kind(type), slot);
    push(type);
  }

  /// Pops into a local variable.
  public void store(int slot, int type) {
    local(Bytecode.ISTORE + kind(type), Bytecode.ISTORE_0 + 4 * kind(type), slot);
    pop(1);
  }

  private void local(int opcode, int shortForm, int slot) {
    if (slot < 4) {
      code.u1(shortForm + slot);
    } else if (slot < 256) {
      code.u1(opcode);
      code.u1(slot);
    } else {
      code.u1(Bytecode.WIDE);
      code.u1(opcode);
      code.u2(slot);
    }
  }

  /// Adds a small number to an `int` variable.
  public void increment(int slot, int amount) {
    if (slot < 256 && amount == (byte) amount) {
      code.u1(Bytecode.IINC);
      code.u1(slot);
      code.u1(amount);
    } else {
      code.u1(Bytecode.WIDE);
      code.u1(Bytecode.IINC);
      code.u2(slot);
      code.u2(amount);
    }
  }

  private static int kind(int type) {
    return switch (type) {
      case VerificationType.INTEGER -> 0;
      case VerificationType.LONG -> 1;
      case VerificationType.FLOAT -> 2;
      case VerificationType.DOUBLE -> 3;
      default -> 4;
    };
  }

  /// Returns the top value, or nothing.
  public void returnValue(int type) {
    if (type == VerificationType.TOP) {
      code.u1(Bytecode.RETURN);
    } else {
      op(Bytecode.IRETURN + kind(type), 1);
    }
  }

  /// Reads a field of the object on the stack.
  public void getField(String owner, String name, String descriptor) {
    code.u1(Bytecode.GETFIELD);
    code.u2(pool.field(owner, name, descriptor));
    pop(1);
    push(VerificationType.of(pool, descriptor, 0));
  }

  /// Sets a field: object, value.
  public void putField(String owner, String name, String descriptor) {
    code.u1(Bytecode.PUTFIELD);
    code.u2(pool.field(owner, name, descriptor));
    pop(2);
  }

  /// Reads a static field.
  public void getStatic(String owner, String name, String descriptor) {
    code.u1(Bytecode.GETSTATIC);
    code.u2(pool.field(owner, name, descriptor));
    push(VerificationType.of(pool, descriptor, 0));
  }

  /// Sets a static field.
  public void putStatic(String owner, String name, String descriptor) {
    code.u1(Bytecode.PUTSTATIC);
    code.u2(pool.field(owner, name, descriptor));
    pop(1);
  }

  /// Calls a static method.
  public void invokeStatic(String owner, String name, String descriptor) {
    code.u1(Bytecode.INVOKESTATIC);
    code.u2(pool.method(owner, name, descriptor));
    popArguments(descriptor);
    pushResult(descriptor);
  }

  /// Calls a method of an object: receiver, arguments.
  public void invokeVirtual(String owner, String name, String descriptor) {
    invokeInstance(Bytecode.INVOKEVIRTUAL, owner, name, descriptor);
  }

  /// Calls a constructor or a method of the super class.
  public void invokeSpecial(String owner, String name, String descriptor) {
    invokeInstance(Bytecode.INVOKESPECIAL, owner, name, descriptor);
  }

  private void invokeInstance(int opcode, String owner, String name, String descriptor) {
    calls++;
    code.u1(opcode);
    code.u2(pool.method(owner, name, descriptor));
    popArguments(descriptor);
    pop(1);
    pushResult(descriptor);
  }

  private void popArguments(String descriptor) {
    int at = 1;
    while (descriptor.charAt(at) != ')') {
      at = VerificationType.end(descriptor, at);
      pop(1);
    }
  }

  private void pushResult(String descriptor) {
    int at = descriptor.indexOf(')') + 1;
    if (descriptor.charAt(at) != 'V') {
      push(VerificationType.of(pool, descriptor, at));
    }
  }

  /// Checks that the object on the stack has a type, given by internal name or array descriptor.
  public void checkCast(String internalName) {
    int index = pool.classInfo(internalName);
    code.u1(Bytecode.CHECKCAST);
    code.u2(index);
    pop(1);
    push(VerificationType.object(index));
  }

  /// Makes an object without running its constructor, and duplicates it. The two references are
  /// counted as of the finished type: no label may be bound before the constructor has run.
  public void newAndDup(String internalName) {
    int index = pool.classInfo(internalName);
    code.u1(Bytecode.NEW);
    code.u2(index);
    push(VerificationType.object(index));
    dup();
  }

  /// Makes an array of objects; its length is on the stack.
  public void newArray(String elementInternalName) {
    code.u1(Bytecode.ANEWARRAY);
    code.u2(pool.classInfo(elementInternalName));
    pop(1);
    push(VerificationType.object(pool.classInfo("[L" + elementInternalName + ";")));
  }

  // Jumps.

  /// A place to jump to, to be bound once.
  public int newLabel() {
    if (labelCount == labelOffsets.length) {
      labelOffsets = Arrays.copyOf(labelOffsets, 2 * labelCount);
    }
    labelOffsets[labelCount] = -1;
    return labelCount++;
  }

  /// Jumps, popping `pops` values first.
  public void jump(int opcode, int pops, int label) {
    int from = code.length();
    code.u1(opcode);
    fixup(from, code.length(), label, 2);
    code.u2(0);
    pop(pops);
  }

  /// Jumps by a table, or by a list of keys where that is shorter; the key is on the stack.
  ///
  /// @param targets a label for each key from 0
  /// @param otherwise the label for all other keys
  public void tableSwitch(int[] targets, int otherwise) {
    int from = code.length();
    int others = 0;
    for (int target : targets) {
      others += target != otherwise ? 1 : 0;
    }
    // HotSpot refuses a lookupswitch without keys at the end of a method.
    boolean isSparse = others > 0 && 8 * others < 4 * targets.length;
    code.u1(isSparse ? Bytecode.LOOKUPSWITCH : Bytecode.TABLESWITCH);
    while ((code.length() & 3) != 0) {
      code.u1(0);
    }
    fixup(from, code.length(), otherwise, 4);
    code.u4(0);
    if (isSparse) {
      code.u4(others);
    } else {
      code.u4(0);
      code.u4(targets.length - 1);
    }
    for (int key = 0; key < targets.length; key++) {
      if (isSparse && targets[key] == otherwise) {
        continue;
      }
      if (isSparse) {
        code.u4(key);
      }
      fixup(from, code.length(), targets[key], 4);
      code.u4(0);
    }
    pop(1);
  }

  private void fixup(int from, int at, int label, int width) {
    if (fixupCount + 4 > fixups.length) {
      fixups = Arrays.copyOf(fixups, 2 * fixups.length);
    }
    fixups[fixupCount++] = from;
    fixups[fixupCount++] = at;
    fixups[fixupCount++] = label;
    fixups[fixupCount++] = width;
  }

  /// Puts a label here, where code arrives by falling through or by a jump, and makes its frame.
  public void bind(int label) {
    if (labelOffsets[label] >= 0) {
      throw new AssertionError("BUG: a label bound twice");
    }
    if (code.length() == lastFrameOffset && !hasFrameLocals()) {
      // Fewer variables are declared now than at the label that is bound here already: one offset
      // cannot have both frames.
      code.u1(Bytecode.NOP);
    }
    labelOffsets[label] = code.length();
    frame();
  }

  /// Begins an exception handler; the exception is alone on the stack.
  ///
  /// @param ranges pairs of labels: the first covered instruction, the one behind the last
  /// @param caught internal name of the exception's class
  public void handler(int[] ranges, String caught) {
    int type = pool.classInfo(caught);
    depth = 0;
    slots = 0;
    push(VerificationType.object(type));
    for (int i = 0; i < ranges.length; i += 2) {
      if (isEmpty(ranges[i], ranges[i + 1])) {
        continue;
      }
      handlers.u2(labelOffsets[ranges[i]]);
      handlers.u2(labelOffsets[ranges[i + 1]]);
      handlers.u2(code.length());
      handlers.u2(type);
      handlerCount++;
    }
    frame();
  }

  /// Remembers the present offset as a label without a frame: a border of a handler's range.
  public int mark() {
    int label = newLabel();
    labelOffsets[label] = code.length();
    return label;
  }

  /// Whether no code stands between two bound labels.
  public boolean isEmpty(int from, int to) {
    return labelOffsets[from] == labelOffsets[to];
  }

  private boolean hasFrameLocals() {
    return localCount == frameLocalCount
        && Arrays.equals(locals, 0, localCount, frameLocals, 0, frameLocalCount);
  }

  private void frame() {
    int offset = code.length();
    if (offset == lastFrameOffset) {
      return;
    }
    int delta = offset - lastFrameOffset - 1;
    boolean sameLocals = hasFrameLocals();
    if (sameLocals && depth == 0) {
      sameFrame(delta);
    } else if (sameLocals && depth == 1) {
      sameLocalsOneStackItem(delta);
    } else {
      fullFrame(delta);
    }
    if (!sameLocals) {
      frameLocals = Arrays.copyOf(locals, localCount);
      frameLocalCount = localCount;
    }
    lastFrameOffset = offset;
    frameCount++;
  }

  private void sameFrame(int delta) {
    if (delta < 64) {
      frames.u1(delta);
    } else {
      frames.u1(251);
      frames.u2(delta);
    }
  }

  private void sameLocalsOneStackItem(int delta) {
    if (delta < 64) {
      frames.u1(64 + delta);
    } else {
      frames.u1(247);
      frames.u2(delta);
    }
    VerificationType.write(frames, stack[0]);
  }

  private void fullFrame(int delta) {
    frames.u1(255);
    frames.u2(delta);
    frames.u2(localCount);
    for (int i = 0; i < localCount; i++) {
      VerificationType.write(frames, locals[i]);
    }
    frames.u2(depth);
    for (int i = 0; i < depth; i++) {
      VerificationType.write(frames, stack[i]);
    }
  }

  // The end.

  private void resolveJumps() {
    for (int i = 0; i < fixupCount; i += 4) {
      int target = labelOffsets[fixups[i + 2]];
      if (target < 0) {
        throw new AssertionError("BUG: a jump to a label that was never bound");
      }
      int distance = target - fixups[i];
      if (fixups[i + 3] == 4) {
        code.putU4(fixups[i + 1], distance);
      } else {
        jumpsTooFar |= distance != (short) distance;
        code.putU2(fixups[i + 1], distance);
      }
    }
  }

  /// Whether the finished method keeps the limits of the class file format.
  public boolean fits() {
    resolveJumps();
    return code.length() <= MAX_SIZE && !jumpsTooFar && maxSlots <= MAX_SIZE;
  }

  void writeTo(ByteBuilder out, ConstantPool constants) {
    if (!fits()) {
      throw new TooLargeException("a method of " + code.length() + " bytes");
    }
    int framesName = frameCount == 0 ? 0 : constants.utf8("StackMapTable");
    int framesSize = frameCount == 0 ? 0 : 8 + frames.length();
    out.u2(constants.utf8("Code"));
    out.u4(12 + code.length() + handlers.length() + framesSize);
    out.u2(maxSlots);
    out.u2(maxLocals);
    out.u4(code.length());
    out.append(code.bytes(), code.length());
    out.u2(handlerCount);
    out.append(handlers.bytes(), handlers.length());
    out.u2(frameCount == 0 ? 0 : 1);
    if (frameCount > 0) {
      out.u2(framesName);
      out.u4(2 + frames.length());
      out.u2(frameCount);
      out.append(frames.bytes(), frames.length());
    }
  }
}
