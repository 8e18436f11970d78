import { signal } from '@preact/signals'
import type { Language } from '#kernel/languages.ts'
import { language } from '../../words.ts'

type Words = Readonly<Record<Language, string>>
type Tables = {
  readonly commitments: readonly { readonly code: string; readonly paragraph: string; readonly action: Words }[]
  readonly paragraphs: readonly { readonly code: string; readonly number: number; readonly heading: Words }[]
  readonly agreements: readonly { readonly code: string; readonly name: Words }[]
}
type Promised = { readonly code: string; readonly paragraph: number | null; readonly words: Words }

/** What was promised in public, by paragraph; empty where this installation publishes no register. */
const promised = signal<readonly Promised[]>([])
let coming: Promise<void> | null = null

/** Reads the register that this installation publishes, once; after a cut line it is tried again. Without one, a code stays a code. */
export function loadPromises(): Promise<void> {
  coming ??= readTables().then(
    (tables) => {
      promised.value = inOrder(tables)
    },
    () => {
      coming = null
    },
  )
  return coming
}

/** What a code of the public register stands for, in the language on the screen; null for what the register does not hold. */
export function promiseWords(code: string): string | null {
  const found = promised.value.find((one) => one.code === code.trim().toUpperCase())
  return found === undefined ? null : wordsOf(found)
}

/** All of the register, for a field that looks a code up by its words. */
export function promiseChoices(): readonly { readonly id: string; readonly words: string }[] {
  return promised.value.map((one) => ({ id: one.code, words: wordsOf(one) }))
}

const wordsOf = ({ paragraph, words }: Promised): string => `${paragraph === null ? '' : `§ ${paragraph} · `}${words[language.value]}`

function inOrder({ commitments, paragraphs, agreements }: Tables): readonly Promised[] {
  const numbers = new Map(paragraphs.map(({ code, number }) => [code, number]))
  const all: Promised[] = [
    ...commitments.map(({ code, paragraph, action }) => ({ code, paragraph: numbers.get(paragraph) ?? null, words: action })),
    ...paragraphs.map(({ code, number, heading }) => ({ code, paragraph: number, words: heading })),
    ...agreements.map(({ code, name }) => ({ code, paragraph: null, words: name })),
  ]
  return all.toSorted((one, other) => (one.paragraph ?? Infinity) - (other.paragraph ?? Infinity))
}

async function readTables(): Promise<Tables> {
  const names = ['commitments', 'paragraphs', 'agreements'] as const
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await tableOf(name)] as const))) as Tables
}

async function tableOf(name: keyof Tables): Promise<unknown> {
  const answer = await fetch(`/data/${name}.json`, { credentials: 'omit', referrerPolicy: 'no-referrer', redirect: 'error' })
  return answer.ok ? answer.json() : []
}
