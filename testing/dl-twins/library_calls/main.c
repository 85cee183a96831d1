#include <stdlib.h>
#include "twin.h"
void sort(int *, int); int find(int, int *, int); char *join(const char *, const char *);
int run(void) { int v[] = {5, 3, 9, 1, 7}; sort(v, 5); for (int i = 0; i < 5; i++) put_int(v[i]); put_int(find(7, v, 5)); put_int(find(8, v, 5)); char *s = join("grown ", "here"); put_str(s); free(s); return 0; }
