int here(int x);
static int data[4] = {1, 2, 3, 4};
int *pointers[4] = {data, data + 1, data + 2, data + 3};

int there(int count, int x) {
  for (int i = 0; i < count; i++) x = here(x);
  return x + *pointers[2];
}
