#include "shared.h"
#include "twin.h"
extern Binary a_table[2][2];
extern const char *main_words[];
const char **plug_word = &main_words[1];
Binary *plug_entry = &a_table[1][1];
struct Outer *plug_self = &b_outer;
int *plug_negative = &b_array[5] - 5;
int plug_run(void) { put_str(*plug_word); put_int((*plug_entry)(1, 2)); put_int(plug_self->self == &b_outer); put_int(plug_self->call(3)); put_int(**plug_self->indirect); return *plug_negative; }
