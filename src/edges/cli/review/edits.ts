import type { Shown } from './review-state.ts'

const NAMES = ['value', 'kind', 'hedge', 'origin', 'host', 'addressee'] as const

/** What a reviewer may correct, as a line to edit. An act needs the two states that a text seldom names beside it. */
export function writeEdits({ kind, proposed }: Shown): string {
  const states = kind === 'method' ? '; origin=; host=' : kind === 'demand' ? '; addressee=' : ''
  return `value=${proposed.value}; hedge=${proposed.hedge ?? 'stated'}${states}`
}

/** The corrections in a line: what is empty or as it was is none; null where the line cannot be read. */
export function readEdits(shown: Shown, line: string): Record<string, string> | null {
  const edits: Record<string, string> = {}
  for (const part of line.split(/;\s*/).filter((one) => one.trim() !== '')) {
    const [name = '', ...rest] = part.split('=')
    const value = rest.join('=').trim()
    if (rest.length === 0 || !NAMES.some((one) => one === name.trim())) return null
    if (value !== '' && value !== before(shown, name.trim())) edits[name.trim()] = value
  }
  return edits
}

function before({ kind, proposed }: Shown, name: string): string | undefined {
  return { value: proposed.value, kind, hedge: proposed.hedge ?? 'stated' }[name]
}
