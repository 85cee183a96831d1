#include "shared.h"
#include "twin.h"
int *a_element = &b_array[3];
int *a_end = b_array + 10;
int *a_member = &b_outer.inner[1].values[2];
const char **a_name = &b_outer.inner[2].name;
int **a_indirect = &b_pointer;
Binary a_table[2][2] = {{b_add, b_sub}, {b_sub, b_add}};
Binary (*a_row)[2] = &a_table[1];
const struct { Binary f; int *where; const char *text; } a_const[] = {{b_add, &b_array[1], "plus"}, {b_sub, &b_array[2], "minus"}, {0, 0, 0}};
static int hidden(int x, int y) { return x * y; }
Binary a_hidden = hidden;
int interposed(int x) { return x; }
int (*a_interposed)(int) = interposed;
void a_show(void) {
  put_int(*a_element); put_int((int)(a_end - b_array)); put_int(*a_member); put_str(*a_name); put_int(**a_indirect);
  put_int(a_table[0][0](5, 3)); put_int(a_table[0][1](5, 3)); put_int((*a_row)[0](5, 3)); put_int((*a_row)[1](5, 3));
  for (int i = 0; a_const[i].f; i++) { put_int(a_const[i].f(9, 4)); put_int(*a_const[i].where); put_str(a_const[i].text); }
  put_int(a_hidden(6, 7)); put_int(a_interposed(1));
  put_int(a_table[0][0] == b_add); put_int(a_const[1].f == a_table[1][0]);
}
