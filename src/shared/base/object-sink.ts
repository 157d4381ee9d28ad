/** What is said once of an object, field by field, so that it can become the object itself or its text without the object being made first. */
import { formatSeconds } from './time';

/** Takes the fields of an object of shape `T` in their order. */
export interface ObjectSink<T> {
  /** A field whose value is at hand. */
  put<K extends FieldOf<T>>(field: K, value: T[K]): void;
  /** Seconds as decimal text, as `formatSeconds` writes them. */
  time(field: FieldOf<T, string>, seconds: number, nanoseconds: number, digits: number): void;
  /** Begins a field that is an object: what it returns takes that object's fields, up to its `endObject`. */
  object<K extends FieldOf<T>>(field: K): ObjectSink<NonNullable<T[K]>>;
  /** Begins a field that is a list, up to its `endList`. */
  list<K extends FieldOf<T>>(field: K): ListSink<ElementOf<T[K]>>;
  endObject(): void;
}

/** Takes the elements of a list in their order. */
export interface ListSink<E> {
  add(element: E): void;
  /** Seconds as decimal text, as `formatSeconds` writes them. */
  addTime(seconds: number, nanoseconds: number, digits: number): void;
  /** Begins an element that is an object, up to its `endObject`. */
  object(): ObjectSink<E>;
  /** Begins an element that is a list, up to its `endList`. */
  list(): ListSink<ElementOf<E>>;
  endList(): void;
}

/** Names of the fields of `T` that can hold a `V`. */
type FieldOf<T, V = unknown> = { [K in keyof T]-?: V extends T[K] ? K : unknown extends V ? K : never }[keyof T] & string;
type ElementOf<L> = L extends readonly (infer E)[] ? E : never;

/** The object that `describe` tells of. */
export function objectOf<T extends object>(describe: (sink: ObjectSink<T>) => void): T {
  const root = {};
  describe(new ObjectBuilder(root));
  return root as T;
}

/** The list that `describe` tells of. */
export function listOf<E>(describe: (sink: ListSink<E>) => void): E[] {
  const root: E[] = [];
  describe(new ObjectBuilder(root as unknown[]));
  return root;
}

type Container = Record<string, unknown> | unknown[];

/** Makes what it is told of. */
class ObjectBuilder {
  /** What is not ended yet, the innermost last. */
  readonly #open: Container[];

  constructor(root: Container) {
    this.#open = [root];
  }

  put(field: string, value: unknown): void {
    if (value !== undefined) (this.#open.at(-1) as Record<string, unknown>)[field] = value;
  }

  time(field: string, seconds: number, nanoseconds: number, digits: number): void {
    this.put(field, formatSeconds(seconds, nanoseconds, digits));
  }

  add(element: unknown): void {
    (this.#open.at(-1) as unknown[]).push(element);
  }

  addTime(seconds: number, nanoseconds: number, digits: number): void {
    this.add(formatSeconds(seconds, nanoseconds, digits));
  }

  object(field?: string): this {
    return this.#begin({}, field);
  }

  list(field?: string): this {
    return this.#begin([], field);
  }

  endObject(): void {
    this.#open.pop();
  }

  endList(): void {
    this.#open.pop();
  }

  #begin(container: Container, field?: string): this {
    if (field === undefined) this.add(container);
    else this.put(field, container);
    this.#open.push(container);
    return this;
  }
}
