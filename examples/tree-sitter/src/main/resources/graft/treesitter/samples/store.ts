// A typed store: generics, unions, decorators, enums, namespaces.
type Key = string | number | symbol;
type Patch<T> = { readonly [K in keyof T]?: T[K] extends object ? Patch<T[K]> : T[K] };

interface Listener<in out T, E extends Error = Error> {
  (value: T, error?: E): void | Promise<void>;
  readonly once?: true;
}

enum Level { Debug = 1 << 0, Info = 'info'.length, Größe }

abstract class Store<T extends Record<Key, unknown>> implements Iterable<[keyof T, T[keyof T]]> {
  private listeners: Array<Listener<T>> = [];
  protected declare state: T;

  constructor(public readonly name: string, initial: T) {
    this.state = { ...initial };
  }

  abstract save(this: Store<T>, path: `/${string}`): Promise<void>;

  set<K extends keyof T>(key: K, value: T[K]): asserts value is NonNullable<T[K]> {
    this.state[key] = value!;
    for (const listener of this.listeners) listener(this.state);
  }

  *[Symbol.iterator](): IterableIterator<[keyof T, T[keyof T]]> {
    for (const key in this.state) yield [key, this.state[key]];
  }
}

namespace Geometry {
  export const unit = { x: 1, y: 1 } as const satisfies Point;
  export type Point = { x: number; y: number };
}

declare module 'other' {
  export function load(name: string): unknown;
}

function isPoint(value: unknown): value is Geometry.Point {
  return typeof value === 'object' && value !== null && 'x' in value;
}

let tuple: [first: string, second?: number, ...rest: boolean[]] = ['α', 2, true];
export default <T,>(x: T) => x;
