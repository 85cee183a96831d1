/// Opening and closing libraries for long: nothing may grow.
///
/// {@link graft.testing.soak.SoakSuite} is the command.
@NullMarked
package graft.testing.soak;

import org.jspecify.annotations.NullMarked;
