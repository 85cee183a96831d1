package graft.ld;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResponseFilesTest {
  @Test
  void wordsEndAtWhitespaceOutsideOfQuotes() {
    assertThat(ResponseFiles.posixWords("  a.o\n\tb.o\r\n c.o"))
        .containsExactly("a.o", "b.o", "c.o");
    assertThat(ResponseFiles.posixWords("'a b.o' \"c d.o\" e\\ f.o"))
        .containsExactly("a b.o", "c d.o", "e f.o");
    assertThat(ResponseFiles.posixWords("")).isEmpty();
    assertThat(ResponseFiles.posixWords(" \n")).isEmpty();
  }

  @Test
  void quotesMayBeginAndEndWithinAWord() {
    assertThat(ResponseFiles.posixWords("-o'a b'.wasm a\"b\"c"))
        .containsExactly("-oa b.wasm", "abc");
    assertThat(ResponseFiles.posixWords("'' \"\" x")).containsExactly("", "", "x");
    assertThat(ResponseFiles.posixWords("'a\\b' \"a\\\"b\" \"it's\""))
        .containsExactly("a\\b", "a\"b", "it's");
    assertThat(ResponseFiles.posixWords("a\\")).containsExactly("a\\");
    assertThat(ResponseFiles.posixWords("'a b")).containsExactly("a b");
  }
}
