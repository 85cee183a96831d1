package graft.compiler;

import graft.classfile.CodeWriter;

/// Translates one {@link Region} into one method: the walk over its instructions.
///
/// wasm's operand stack is the JVM's and wasm's locals are JVM variables, so most instructions are
/// translated one by one ({@link InstructionEmitter}). Unreachable code is left out, as the JVM's
/// verifier wants a frame for every instruction.
final class FunctionEmitter {
  private final MethodFrame frame;
  private final MemoryArray array;
  private final EarlyPushes early;
  private final OpenBlocks blocks;
  private final PartExits exits;
  private final BranchEmitter branches;
  private final PartEntries entries;
  private final ConstructEmitter constructs;
  private final AccessEmitter accesses;
  private final PartEmitter parts;
  private final InstructionEmitter instructions;
  private final Declarations declarations;
  private final FunctionCode code;
  private final CompilerOptions options;
  private final Region region;
  private final CodeWriter out;
  private int partIndex;

  FunctionEmitter(
      FunctionCode code,
      ModuleNames names,
      CompilerOptions options,
      Region region,
      CodeWriter out) {
    Emitters emitters = new Emitters(new MethodFrame(code, names, options, region, out));
    frame = emitters.frame;
    array = emitters.array;
    early = emitters.early;
    blocks = emitters.blocks;
    exits = emitters.exits;
    branches = emitters.branches;
    entries = emitters.entries;
    constructs = emitters.constructs;
    accesses = emitters.accesses;
    parts = emitters.parts;
    instructions = new InstructionEmitter(emitters);
    declarations = new Declarations(frame, array, entries);
    this.code = code;
    this.options = options;
    this.region = region;
    this.out = out;
  }

  /// Translates the region and gives the descriptor of its method.
  String emit() {
    declarations.declareParameters();
    declarations.declareLocals();
    early.find();
    if (array.slot >= 0) {
      array.reload();
    }
    if (options.checks() && region.isWholeFunction()) {
      constructs.countStep();
    }
    int start = out.mark();
    if (region.isGroup()) {
      entries.enterGroup();
    }
    emitInstructions();
    exits.passExceptionsOn(start);
    exits.emitExits();
    return RegionMethod.descriptor(code, region);
  }

  private void emitInstructions() {
    int i = region.from;
    while (i < region.to) {
      if (partIndex < region.parts.size() && region.parts.get(partIndex).from == i) {
        Region part = region.parts.get(partIndex++);
        if (part.isGroup()) {
          parts.emitGroup(part);
        } else if (frame.reachable) {
          parts.emitPart(part);
        }
        i = part.to;
        continue;
      }
      if (!frame.reachable) {
        i = skipUnreachable(i);
        if (i >= region.to) {
          break;
        }
      } else {
        early.push(i);
      }
      int at = i;
      i = instructions.emit(i);
      if (frame.reachable && i == at + 1 && early.addressOf[at - region.from] != 0) {
        accesses.finishAddress(early.addressOf[at - region.from] - 1, at);
      }
    }
    if (frame.reachable) {
      if (region.isWholeFunction()) {
        branches.emitReturn();
      } else {
        frame.storeCarried(region.values);
        exits.jumpToExit(Region.FALL_THROUGH);
      }
    }
  }

  /// The next instruction that can be reached again: the end or the next part of the construct
  /// around.
  private int skipUnreachable(int from) {
    int end = region.to;
    if (blocks.depth > 0) {
      int opener = blocks.stack[blocks.depth - 1].opener;
      end = code.end[opener];
      for (int part = opener; part >= 0; part = code.next[part]) {
        if (part >= from) {
          end = part;
          break;
        }
      }
    }
    while (partIndex < region.parts.size() && region.parts.get(partIndex).from < end) {
      partIndex++;
    }
    return end;
  }
}
