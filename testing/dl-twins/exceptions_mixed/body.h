// The same functions in both kinds of modules.
#define JOIN2(a, b) a##b
#define JOIN(a, b) JOIN2(a, b)
void JOIN(throw_, KIND)(int kind) {
  Guard guard{"guard of thrower"};
  switch (kind) {
    case 0: throw 42;
    case 1: throw Problem{7};
    case 2: { Worse worse; worse.code = 8; worse.extra = 80; throw worse; }
    case 3: throw Other{"other"};
    case 4: { static Problem kept{9}; throw &kept; }
  }
  put_str("nothing thrown");
}
int JOIN(catch_, KIND)(void (*f)(int), int kind) {
  Guard guard{"guard of catcher"};
  try {
    f(kind);
  } catch (int n) {
    return n;
  } catch (Worse &e) {
    return e.extra;
  } catch (Problem &e) {
    return e.code + 1000;
  }
  return 0;
}
void JOIN(pass_, KIND)(void (*f)(int), int kind) {
  Guard guard{"guard of pass"};
  try { f(kind); } catch (Problem &e) { e.code++; put_str("passes"); throw; } catch (...) { put_str("passes anything"); throw; }
}
