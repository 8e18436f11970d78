import { type Key, say } from '../../words.ts'

/** What can be asked for as one: the word before the dot of an action. */
const KINDS = [
  'case',
  'report',
  'card',
  'identity',
  'evidence',
  'consent',
  'person',
  'incident',
  'actor',
  'task',
  'move',
  'transfer',
  'alert',
  'focal_point',
  'dialogue',
  'import',
  'export',
  'approval',
  'glass',
  'role',
  'member',
  'device',
  'epoch',
  'recovery',
] as const

export function kindsOf(): (readonly [value: string, words: string])[] {
  return KINDS.map((kind) => [kind, say(`audit.kind.${kind}` as Key)])
}
