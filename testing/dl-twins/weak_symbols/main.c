#include "twin.h"
int a_asks(void); int both(void); int b_both(void);
__attribute__((weak)) int nowhere(int);
int in_main(void) { return 20; }
int run(void) { put_int(a_asks()); put_int(both()); put_int(b_both()); put_int(nowhere == 0); return 0; }
