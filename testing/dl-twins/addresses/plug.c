int plug_value = 1;
int plug_function(void) { return plug_value; }
