/// The specification's own tests: converts `.wast` scripts with wabt's `wast2json` and runs them.
///
/// {@link graft.testing.spec.SpecSuite} is the command, {@link graft.testing.spec.ScriptRunner}
/// runs one script.
@NullMarked
package graft.testing.spec;

import org.jspecify.annotations.NullMarked;
