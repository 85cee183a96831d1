/// Small dynamically linked programs with known output: the loader's own, and those that the
/// project keeps outside of its repository.
///
/// {@link graft.testing.cases.CaseSuite} is the command.
@NullMarked
package graft.testing.cases;

import org.jspecify.annotations.NullMarked;
