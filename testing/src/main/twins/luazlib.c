int lua_main(void);
int zlib_main(void);

int main(void) { return lua_main() + zlib_main(); }
