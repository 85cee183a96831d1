#include "base.h"
int alive = 0;
Error::Error(std::string text, int code) : text(std::move(text)), code(code) { alive++; }
Error::Error(const Error &e) : std::exception(e), text(e.text), code(e.code) { alive++; }
Error::~Error() { alive--; }
const char *Error::what() const noexcept { return text.c_str(); }
Io::Io(int code) : Error("io", code) {}
Net::Net(int code) : Error("net", code) {}
Both::Both(int code) : Error("both", code), Io(1), Net(2) {}
Both::~Both() {}
void throw_kind(int kind) {
  Alive a;
  switch (kind) {
    case 0: throw Error("plain error", 10);
    case 1: throw Io(11);
    case 2: throw Both(12);
    case 3: throw std::out_of_range("range");
    case 4: throw Plain{14};
    case 5: throw 15;
    case 6: throw "text";
    case 7: throw std::string("string");
    case 8: throw (long long)18 << 40;
    case 9: { static Plain p{19}; throw &p; }
    case 10: try { throw Io(20); } catch (...) { std::throw_with_nested(Error("outer", 21)); }
    case 11: std::string().at(5);
    case 12: throw nullptr;
  }
}
int catch_kind(const std::function<void()> &f) {
  Alive a;
  try { Alive b; f(); return 0; }
  catch (const Io &e) { return 1000 + e.code; }
  catch (const Error &e) { return 2000 + e.code; }
  catch (const std::logic_error &) { return 3000; }
  catch (const Plain &p) { return 4000 + p.v; }
  catch (int i) { return 5000 + i; }
  catch (const char *) { return 6000; }
  catch (const Plain *p) { return 7000 + p->v; }
  catch (const void *p) { return 7999; }
  catch (...) { return 9000; }
}
std::exception_ptr keep(int kind) { try { throw_kind(kind); } catch (...) { return std::current_exception(); } return nullptr; }
void rethrow(std::exception_ptr p) { std::rethrow_exception(p); }
int through(void (*f)(int), int n) { Alive a; f(n); return alive; }
int uncaught_here() { return std::uncaught_exceptions(); }
