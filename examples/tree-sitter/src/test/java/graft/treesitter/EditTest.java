package graft.treesitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class EditTest {
  @Test
  void positionsFollowFromTheTexts() {
    assertThat(Edit.replacing("ab\ncd\nef", 1, 4, "x\ny\nzz"))
        .isEqualTo(new Edit(1, 4, 7, new Point(0, 1), new Point(1, 1), new Point(2, 2)));
    assertThat(Edit.replacing("ab\ncd", 4, 4, "𝄞"))
        .isEqualTo(new Edit(4, 4, 6, new Point(1, 1), new Point(1, 1), new Point(1, 3)));
  }

  @Test
  void aPartMustLieInTheText() {
    assertThatThrownBy(() -> Edit.replacing("ab", 1, 3, ""))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void pointsAreOrdered() {
    assertThat(new Point(1, 0)).isGreaterThan(new Point(0, 9)).isLessThan(new Point(1, 1));
    assertThat(Point.at("a\nb", 3)).hasToString("1:1");
    assertThat(Point.at("a\n", 2)).isEqualTo(new Point(1, 0));
    assertThat(Point.at("a\n", 1)).isEqualTo(new Point(0, 1));
  }
}
