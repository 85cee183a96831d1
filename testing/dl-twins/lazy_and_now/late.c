int missing(int x) { return x + 500; }
