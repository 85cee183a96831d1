// Weather: optionals, protocols, closures, enums, async.
import Foundation

protocol Messbar: AnyObject { associatedtype Wert: Comparable; var wert: Wert { get set } }

enum Sky: String, CaseIterable {
    case clear = "klar", cloudy
    indirect case mixed(Sky, Int)
}

struct Station<T: Numeric>: Equatable where T: Comparable {
    let name: String
    private(set) var values: [T] = []
    static let shared = Station<Double>(name: "Zürich 🌦")
    subscript(index: Int) -> T? { values.indices.contains(index) ? values[index] : nil }
    mutating func add(_ value: T, at time: Date = .init()) throws -> Int {
        guard value > 0 else { throw NSError(domain: "x", code: 0x1f) }
        defer { print("fertig \(values.count)") }
        values.append(value)
        return values.count
    }
}

extension Station { func mean() async -> T? { await Task.yield(); return values.first } }

@main
final class App {
    weak var delegate: AnyObject?
    static func main() {
        var s = Station<Int>(name: "é")
        if let v = try? s.add(3), v > 0 { print(v) } else { fatalError() }
        switch s[0] {
        case .some(let x) where x > 2: print(x)
        case 1...3, nil: fallthrough
        default: break
        }
        let sorted = [3, 1, 2].sorted { $0 < $1 }.map { (x: Int) -> String in "\(x)" }
        for i in stride(from: 0, to: 3, by: 1) where i % 2 == 0 { _ = sorted[i] as? Int ?? 0 }
        repeat { } while false
    }
}
