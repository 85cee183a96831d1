/// Benchmarks next to peers in the same run: {@link graft.bench.Bench} is the command. No module
/// descriptor: JMH starts from the class path.
@NullMarked
package graft.bench;

import org.jspecify.annotations.NullMarked;
