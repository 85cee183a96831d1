/// What the tests of every module share: what they require of the machine, and golden files.
@NullMarked
package graft.testkit;

import org.jspecify.annotations.NullMarked;
