package graft.compiler;

/// One emitter of each kind, for one method.
final class Emitters {
  final MethodFrame frame;
  final MemoryArray array;
  final AddressFacts facts;
  final EarlyPushes early;
  final ConditionEmitter conditions;
  final OpenBlocks blocks;
  final PartExits exits;
  final BranchEmitter branches;
  final PartEntries entries;
  final BranchTableEmitter tables;
  final ThrowEmitter throwing;
  final TryEmitter tries;
  final ConstructEmitter constructs;
  final AccessEmitter accesses;
  final VectorEmitter vectors;
  final SimpleEmitter simple;
  final VariableEmitter variables;
  final BulkEmitter bulk;
  final CallEmitter calls;
  final TailCallEmitter tailCalls;
  final PartEmitter parts;

  Emitters(MethodFrame frame) {
    this.frame = frame;
    array = new MemoryArray(frame);
    facts = new AddressFacts(frame);
    early = new EarlyPushes(frame, array);
    conditions = new ConditionEmitter(frame, early);
    blocks = new OpenBlocks(frame, array);
    exits = new PartExits(frame);
    branches = new BranchEmitter(frame, array, conditions, blocks, exits);
    entries = new PartEntries(frame, array, blocks);
    tables = new BranchTableEmitter(frame, array, branches, entries);
    throwing = new ThrowEmitter(frame, blocks);
    tries = new TryEmitter(frame, facts, array, blocks, branches, throwing);
    constructs = new ConstructEmitter(frame, facts, array, conditions, blocks, tries);
    accesses = new AccessEmitter(frame, facts, array, early);
    vectors = new VectorEmitter(frame);
    simple = new SimpleEmitter(frame, array, conditions, accesses, vectors);
    variables = new VariableEmitter(frame, facts, vectors);
    bulk = new BulkEmitter(frame, array);
    calls = new CallEmitter(frame, array, early, bulk);
    tailCalls = new TailCallEmitter(frame, early, blocks, branches, calls);
    parts = new PartEmitter(frame, facts, array, blocks, branches, entries, throwing);
  }
}
