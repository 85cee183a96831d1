int pure(int); int c1(int a) { return pure(a) + 1; }
