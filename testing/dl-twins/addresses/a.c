int a_array[20] = {1};
int a_number = 4;
char a_text[64] = "text";
int a_zero[10];
int a_function(int x) { return x + a_number; }
static int a_static(int x) { return x * 3; }
int (*a_get_static(void))(int) { return a_static; }
static int a_hidden_data[5] = {7, 8, 9};
int *a_get_hidden(void) { return a_hidden_data; }
