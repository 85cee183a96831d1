/// Tree-sitter's published grammars, compared with what they give in Node: `./dev treesitter`.
@NullMarked
package graft.testing.treesitter;

import org.jspecify.annotations.NullMarked;
