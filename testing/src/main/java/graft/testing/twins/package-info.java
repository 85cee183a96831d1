/// Small dynamically linked programs, each built natively and as WebAssembly: what `ld.so` makes of
/// them is what the loader should.
///
/// {@link graft.testing.twins.DynamicTwinSuite} is the command.
@NullMarked
package graft.testing.twins;

import org.jspecify.annotations.NullMarked;
