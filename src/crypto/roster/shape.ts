/** Exact shapes of what comes from outside: a shape holds for a value of its form and for nothing more. */
export type Shape<T> = (value: unknown) => value is T
export type Shaped<S> = S extends Shape<infer T> ? T : never

type Shapes = { readonly [name: string]: Shape<unknown> }

/** Exactly these keys; each key of the second list may be absent. */
export function object<S extends Shapes, O extends Shapes = Record<never, never>>(
  shapes: S,
  optional?: O,
): Shape<{ readonly [K in keyof S]: Shaped<S[K]> } & { readonly [K in keyof O]?: Shaped<O[K]> }> {
  const all: Shapes = { ...shapes, ...optional }
  const needed = Object.keys(shapes)
  return (value): value is { readonly [K in keyof S]: Shaped<S[K]> } & { readonly [K in keyof O]?: Shaped<O[K]> } =>
    isRecord(value) &&
    needed.every((name) => Object.hasOwn(value, name)) &&
    Object.entries(value).every(([name, member]) => Object.hasOwn(all, name) && all[name]?.(member) === true)
}

export function list<T>(of: Shape<T>, least: number, most: number): Shape<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.length >= least && value.length <= most && value.every(of)
}

/** A list in which nothing stands twice. */
export function distinct<T>(of: Shape<T>, least: number, most: number): Shape<readonly T[]> {
  const shape = list(of, least, most)
  return (value): value is readonly T[] => shape(value) && new Set(value).size === value.length
}

export function exactly<const T extends string | number>(...values: readonly T[]): Shape<T> {
  return (value): value is T => values.some((one) => one === value)
}

export function text(pattern: RegExp): Shape<string> {
  return (value): value is string => typeof value === 'string' && pattern.test(value)
}

export function integer(least: number, most: number): Shape<number> {
  return (value): value is number => Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most
}

/** Both shapes, the second on what the first let through. */
export function narrowed<T>(shape: Shape<T>, holds: (value: T) => boolean): Shape<T> {
  return (value): value is T => shape(value) && holds(value)
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
