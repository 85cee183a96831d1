/**
 * @name Calls – alle
 * @kind problem
 */
import java

class Call extends MethodAccess {
  Call() { this.getMethod().hasName("größe") and not exists(this.getQualifier()) }

  predicate isDeep(int depth) {
    depth in [1 .. 10] and
    forall(Expr e | e = this.getAnArgument() | e.getType() instanceof RefType)
  }

  override string toString() { result = "call: " + count(Expr e | e.getParent() = this) }
}

from Call c, int n
where n = max(int i | c.isDeep(i) | i order by i desc) or n = 3.5.floor()
select c, "tief: " + n.toString(), c.getFile()
