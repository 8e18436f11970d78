import { parseArgs } from 'node:util'
import { OperatorError } from '#base/operator-error.ts'

/**
 * The options of one command, each with a value; `--data` and `--port` are everybody's and already read. An unknown option
 * or a stray word is refused with the usage, and what was typed is not repeated: it may have been a secret.
 */
export function readOptions<Name extends string>(
  args: readonly string[],
  names: readonly Name[],
  usage: string,
): Readonly<Record<Name, readonly string[]>> {
  const options = Object.fromEntries([...names, 'data', 'port'].map((name) => [name, { type: 'string' as const, multiple: true as const }]))
  const read = parse([...args], options, usage)
  return Object.fromEntries(names.map((name) => [name, read[name] ?? []])) as Readonly<Record<Name, readonly string[]>>
}

/** The one value of an option that has to be there once. */
export function onlyOne(values: readonly string[], usage: string): string {
  const [value, ...others] = values
  if (value === undefined || value === '' || others.length > 0) throw new OperatorError(usage)
  return value
}

function parse(
  args: string[],
  options: Readonly<Record<string, { type: 'string'; multiple: true }>>,
  usage: string,
): Readonly<Record<string, readonly string[] | undefined>> {
  try {
    const { values } = parseArgs({ args, options, strict: true, allowPositionals: false })
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Array.isArray(value) ? value.map(String) : undefined]))
  } catch {
    throw new OperatorError(usage)
  }
}
