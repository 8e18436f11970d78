/** `./asylia bench NAME [--json]`: one object of figures with their floors. */
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import type { Bench, Figure } from '../bench/measure.ts'
import { commitOf } from './commit.ts'
import { homeFolder } from './home.ts'
import { listBenches } from './test/benches.ts'

const root = homeFolder()
const { values, positionals } = parseArgs({ options: { json: { type: 'boolean', default: false } }, allowPositionals: true })
const [name] = positionals
const known = listBenches(root)

if (name === undefined || !known.includes(name)) {
  process.stderr.write(`./asylia bench NAME [--json], where NAME is one of: ${known.join(' ')}\n`)
  process.exit(2)
}

const { figures } = (await import(pathToFileURL(join(root, 'bench', `${name}.ts`)).href)) as Bench
const machine = {
  cores: cpus().length,
  memoryGb: Math.round(totalmem() / 2 ** 30),
  cpu: cpus()[0]?.model ?? 'unknown',
  node: process.version,
}
const result = { name, commit: commitOf(root), machine, figures: await figures({ root }) }
process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : describe(result.figures))
process.exitCode = result.figures.every((figure) => figure.ok) ? 0 : 1

function describe(all: readonly Figure[]): string {
  return all
    .map((figure) => `${figure.ok ? 'ok' : 'NO'}  ${figure.what}: ${round(figure.value)} ${figure.unit}${goalOf(figure)}\n`)
    .join('')
}

function goalOf(figure: Figure): string {
  const about = figure.ratio === undefined ? '' : `, ${round(figure.ratio)} of the floor ${round(figure.floor ?? 0)}`
  const goal = [
    figure.atLeast === undefined ? '' : ` at least ${figure.atLeast}`,
    figure.atMost === undefined ? '' : ` at most ${figure.atMost}`,
  ].join('')
  return `${about}${goal === '' ? '' : `, goal${goal}`}, spread ${round(figure.spread * 100)} %`
}

function round(value: number): string {
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)))
}
