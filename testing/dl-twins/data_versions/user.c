extern int version; extern const char name[]; extern int table[];
int user_version(void) { return version; }
const char *user_name(void) { return name; }
int user_first(void) { return table[0]; }
void *user_table(void) { return table; }
