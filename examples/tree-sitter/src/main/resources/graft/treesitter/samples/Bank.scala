package samples.bank

import scala.collection.mutable.{Map as MMap, *}

/** Accounts: traits, case classes, givens, pattern matching. */
sealed trait Konto[+A]:
  def balance: BigDecimal
  val name: String = "grün"

case class Giro(owner: String, balance: BigDecimal = 0) extends Konto[Nothing]
object Bank extends App {
  private lazy val all: MMap[String, Konto[?]] = MMap.empty
  implicit val ordering: Ordering[Giro] = Ordering.by(_.balance)

  def find[T <: Konto[?]](pred: T => Boolean)(using ord: Ordering[T]): Option[T] =
    all.values.collectFirst { case k: T @unchecked if pred(k) => k }

  def describe(x: Any): String = x match {
    case Giro(o, b) if b > 0 => s"$o has ${b * 2}%"
    case (a, _: Int) :: Nil | List(a, _*) => f"$a%s"
    case 0x1f | 'c' | "ß" => """raw "text" – €"""
    case _ => throw new IllegalArgumentException
  }

  for {
    (n, k) <- all if n.nonEmpty
    x = k.balance
  } yield x + 1
  try println(describe(1)) catch { case e: Exception => () } finally ()
  var i = 0
  while (i < 3) { i += 1 }
}
enum Farbe(val rgb: Int) { case Rot extends Farbe(0xff0000); case Blau extends Farbe(255) }
