import type { History } from '#features/diplomacy/raising/raising.contract.ts'
import type { Text } from '../../rooms/cases/calls.ts'
import type { ShownRaised } from '../../rooms/dialogues/calls.ts'
import { keepCard, listCards, readCards } from '../cases/ring.ts'
import { ringOf } from '../cases/rings.ts'
import { textOf } from '../cases/texts.ts'
import type { Vault } from '../vault.ts'

/** What was asked stands about the raised case, what was answered and promised about the reply. */
const KINDS = ['dialogue.asked', 'dialogue.answered', 'dialogue.promised'] as const
type Kind = (typeof KINDS)[number]
type Words = { readonly about: string; readonly kind: Kind; readonly text: string }

/** Seals what was said about a person to their case; nothing typed is nothing kept. */
export async function sealWords(vault: Vault, code: string, { about, kind, text }: Words): Promise<void> {
  if (text.trim() === '') return
  await keepCard(await ringOf(vault, code), { about, kind, content: { text: text.normalize('NFC') } })
}

/** Every time that a case was raised, with the words that open here. */
export async function shownHistory(vault: Vault, code: string): Promise<{ raised: ShownRaised[] }> {
  const { raised } = await vault.door.ask<{ raised: History[] }>('dialogues/cases/history', { case: code })
  const ring = await ringOf(vault, code)
  const listed = (await Promise.all(KINDS.map((kind) => listCards(ring, { kind })))).flat()
  const opened = await readCards(
    ring,
    listed.map(({ card }) => card),
  )
  const found = new Map<string, Text>(opened.map((card) => [`${card.kind} ${card.about}`, textOf(card)]))
  const text = (kind: Kind, about: string) => found.get(`${kind} ${about}`) ?? null
  return {
    raised: raised.map(({ replies, ...one }) => ({
      ...one,
      asked: text('dialogue.asked', one.id),
      replies: replies.map((reply) => ({
        ...reply,
        answered: text('dialogue.answered', reply.id),
        promised: text('dialogue.promised', reply.id),
      })),
    })),
  }
}
