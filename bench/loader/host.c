// Calls a function of the host again and again.
int step(int x);

int loop(int count, int x) {
  for (int i = 0; i < count; i++) x = step(x);
  return x;
}
