/// Benchmarks. No module descriptor: JMH starts from the class path.
@NullMarked
package graft.bench;

import org.jspecify.annotations.NullMarked;
