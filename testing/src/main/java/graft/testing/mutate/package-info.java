/// Damaged modules: real modules cut off at every byte, and with bytes changed at random places.
/// Each must give a clean error or run.
///
/// {@link graft.testing.mutate.MutateSuite} is the command, {@link
/// graft.testing.mutate.MutantRunner} tries one mutant.
@NullMarked
package graft.testing.mutate;

import org.jspecify.annotations.NullMarked;
