package graft.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What LLVM says these names mean.
final class DemanglerTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          main                       | main
          _Z3fooi                    | foo(int)
          _ZN1a1bC1Ev                | a::b::b()
          _ZN1a1bD0Ev                | a::b::~b()
          _ZNK1a1fEPKc               | a::f(char const*) const
          _Z1fPFivE                  | f(int (*)())
          _Z1fRA3_i                  | f(int (&) [3])
          _Z1fM1aFvvE                | f(void (a::*)())
          _Z1fIiEvT_                 | void f<int>(int)
          _Z1fIJicEEvDpT_            | void f<int, char>(int, char)
          _Z1fILj5EEvv               | void f<5u>()
          _Z1fIJidEEDTcl1gspscOT_fp_EEDpS0_ | decltype(g(static_cast<int&&>(fp), static_cast<double&&>(fp))) f<int, double>(int, double)
          _Z1fIJEEDTcl1gspscOT_fp_EEDpS0_ | decltype(g()) f<>()
          _ZZ4mainENK3abcclIiEEvRT_  | _ZZ4mainENK3abcclIiEEvRT_
          _ZZ4mainENK3abcclIiEEvi    | void main::abc::operator()<int>(int) const
          _ZTV1a                     | vtable for a
          _ZThn8_N1a1fEv             | non-virtual thunk to a::f()
          _ZN12_GLOBAL__N_11fEv      | (anonymous namespace)::f()
          _ZZ1fvE1x                  | f()::x
          _ZZ1fvENKUlvE_clEv         | f()::'lambda'()::operator()() const
          _ZnwmSt11align_val_t       | operator new(unsigned long, std::align_val_t)
          _ZNSsC1Ev                  | 'std::basic_string<char, std::char_traits<char>, std::allocator<char>>::basic_string()'
          _ZSt4moveIRiEONSt16remove_referenceIT_E4typeEOS2_ | std::remove_reference<int&>::type&& std::move<int&>(int&)
          _Z1fv.cold                 | f() (.cold)
          _RNvNtCs1234_7mycrate3foo3bar.llvm.7 | mycrate::foo::bar (.llvm.7)
          _RNCNvC4bcdd4main0B3_      | bcdd::main::{closure#0}
          _RINvNtC3std3mem8align_ofjdE | std::mem::align_of::<usize, f64>
          _RINvC1a3dynDNtNtC4core3fmt5DebugNtC4core4SendEL_E | a::dyn::<dyn core::fmt::Debug + core::Send>
          _RINvC1a1fINtC1b3VechEKj3_Kcdf_Kb1_Kxn5_E | 'a::f::<b::Vec<u8>, 3, ''\\u{df}'', true, -5>'
          _RINvC1a1fFG_KCRL0_eEuE    | 'a::f::<for<''a> extern "C" fn(&''a str)>'
          _RNvC1au7n_jfa2d           | a::Ünï
          _RNvC1a7u7n_jfa2d          | _RNvC1a7u7n_jfa2d
          _RNvXs_C1aNtB4_1SNtB4_1T3run | <a::S as a::T>::run
          _R4x                       | _R4x
          _ZN10_$LT$a..bC1cE.llvm.12 | _$LT$a..bC::c (.llvm.12)
          _Z1fITnimEvT0_             | _Z1fITnimEvT0_
          _Z1fIiTnNS_1xIT_EELi0EEvv  | void f<int, 0>()
          _Z1fIiTn1xIT_ELi0EEvS1_    | void f<int, 0>(int)
          _Z1fITk1ciEvT_             | void f<int>(int)
          _Z1fIlEu6__makeIT_ES1_     | __make(long) f<long>(__make(long))
          _Z4grüv                   | grü()
          _ZN1a0Ev                   | _ZN1a0Ev
          _Z                         | _Z
          _ZN                        | _ZN
          """)
  void namesAreShownAsTheyWereWritten(String mangled, String readable) {
    assertThat(Demangler.demangle(mangled)).isEqualTo(readable);
  }

  @Test
  void namesThatWouldGrowWithoutEndStayAsTheyAre() {
    // Each type is the one before, twice.
    StringBuilder name = new StringBuilder("_Z1fP1aF1bS0_S0_E");
    for (int i = 2; i < 40; i++) {
      String last = "S" + Integer.toString(i - 1, 36).toUpperCase(Locale.ROOT) + "_";
      name.append('F').append(last).append(last).append('E');
    }
    assertThat(Demangler.demangle(name.toString())).isEqualTo(name.toString());
  }
}
