// A garden: data classes, extension functions, coroutines, when.
@file:JvmName("Garten")
package samples

import kotlin.math.sqrt as wurzel

sealed interface Plant { val name: String }
data class Tree(override val name: String, var height: Double = 1.5) : Plant
object Weed : Plant { override val name get() = "Unkraut" }

enum class Season(val warm: Boolean) { SPRING(true), WINTER(false); fun next() = entries[(ordinal + 1) % 2] }

inline fun <reified T : Plant> List<Plant>.only(crossinline test: (T) -> Boolean = { true }): List<T> =
    filterIsInstance<T>().filter { test(it) }

infix fun Int.mal(other: Int) = this * other

class Garden(private val plants: MutableList<Plant> = mutableListOf()) : Iterable<Plant> by plants {
    companion object { const val MAX = 0xFF }
    init { require(plants.size < MAX) { "zu groß: ${plants.size} $MAX 🌳" } }
    var area: Double by lazy { 2.0 }
        private set
    operator fun plusAssign(p: Plant) { plants.add(p) }
    suspend fun describe(x: Any?): String = when (x) {
        is Tree -> if (x.height > 3) "hoch" else "klein"
        !in 1..10, null -> x?.toString() ?: "nichts"
        else -> try { """raw "$x"""" } catch (e: Exception) { throw e } finally { }
    }
}

fun main(args: Array<String>) {
    val (a, b) = 1 to 'ü'
    loop@ for (i in args.indices step 2) { if (i == 3) break@loop else continue }
    do { println(a mal 3) } while (b == 'x' && args!!.isEmpty())
    val f: (Int) -> Unit = fun(x) { x.let(::println) }
}
