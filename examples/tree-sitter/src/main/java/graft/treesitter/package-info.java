/// Tree-sitter's parser and grammars, as published for JavaScript, as a Java library.
@NullMarked
package graft.treesitter;

import org.jspecify.annotations.NullMarked;
