// Boats: null safety, mixins, async, collections.
import 'dart:async' show Future, Stream;

enum Size { small, large }

mixin Floats on Boat { void float() => print('schwimmt'); }

abstract class Boat<T extends num> implements Comparable<Boat> {
  final String name;
  late T? _weight;
  static const int max = 0xFF;
  Boat(this.name, {required T weight, this.size = Size.small}) : _weight = weight, super();
  factory Boat.of(String n) => throw UnimplementedError('n: $n ${n.length} ü');
  final Size size;
  T get weight => _weight!;
  @override
  int compareTo(Boat other) => name.compareTo(other.name);
  Boat operator +(Boat b) => this;
}

Future<int> main(List<String> args) async {
  var list = <int>[1, 2, ...args.map((a) => a.length), if (args.isEmpty) 3];
  await for (final x in Stream.fromIterable(list)) {
    switch (x) { case 1: continue; default: break; }
  }
  try { list..add(1)..sort(); } on StateError catch (e, s) { rethrow; } finally { }
  String? s = args.isNotEmpty ? args.first : null;
  print(s?.toUpperCase() ?? r'raw \n' """mehr
zeilig 🚣""");
  for (var i = 0; i < 3; i++) do { i ~/= 2; } while (false);
  return list.fold<int>(0, (a, b) => a + b);
}
