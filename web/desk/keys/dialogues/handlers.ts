import { utf8 } from '#crypto/bytes.ts'
import type { TakenList } from '#features/diplomacy/lists/list.contract.ts'
import { listBinds } from '#features/diplomacy/lists/list.rules.ts'
import { newPublicCode } from '#kernel/ids.ts'
import type { DialoguesCalls } from '../../rooms/dialogues/calls.ts'
import type { Handlers } from '../answers.ts'
import { askForYes } from '../approvals/approve.ts'
import type { Vault } from '../vault.ts'
import { writtenList } from './list-file.ts'
import { sealWords, shownHistory } from './words-of-a-case.ts'

const fresh = () => crypto.randomUUID()

/** Dialogues with states: codes and days from the server; what was said about a person opens here, out of its case. */
export function dialoguesHandlers(opened: () => Vault): Handlers<DialoguesCalls> {
  const ask = <Answer>(path: string, body: object) => opened().door.ask<Answer>(`dialogues/${path}`, body)
  const done = async (path: string, body: object) => {
    await ask(path, body)
    return null
  }
  const keep = async <Given extends { id: string | null; code: string | null }>(path: string, letter: string, given: Given) => {
    const named = { id: given.id ?? fresh(), code: given.code ?? newPublicCode(letter) }
    await ask(path, { ...given, ...named })
    return { code: named.code }
  }
  return {
    'dialogues.tracks': () => ask('tracks/list', {}),
    'dialogues.keepTrack': (given) => keep('tracks/keep', 'T', given),
    'dialogues.rounds': (asked) => ask('rounds/list', asked),
    'dialogues.round': (asked) => ask('rounds/view', asked),
    'dialogues.keepRound': (given) => keep('rounds/keep', 'Y', given),
    'dialogues.share': (given) => done('rounds/share', given),
    'dialogues.keepItem': (given) => done('items/keep', { ...given, id: given.id ?? fresh() }),
    'dialogues.dropItem': (given) => done('items/drop', given),
    'dialogues.addDelegate': (given) => done('delegates/add', { ...given, id: fresh() }),
    'dialogues.dropDelegate': (given) => done('delegates/drop', given),
    'dialogues.keepDeliverable': (given) => keep('deliverables/keep', 'G', given),
    'dialogues.check': (given) => done('deliverables/check', { ...given, id: fresh() }),
    'dialogues.provision': (asked) => ask('provisions/list', asked),
    'dialogues.demands': () => ask('demands/list', {}),
    'dialogues.summary': (asked) => ask('summary/view', asked),
    'dialogues.due': () => ask('due/list', {}),
    ...raisingHandlers(opened),
    ...listHandlers(opened),
  }
}

type RaisingCall = `dialogues.${'raised' | 'willing' | 'raise' | 'change' | 'reply' | 'code' | 'history' | 'silent'}`

function raisingHandlers(opened: () => Vault): Pick<Handlers<DialoguesCalls>, RaisingCall> {
  const ask = <Answer>(path: string, body: object) => opened().door.ask<Answer>(`dialogues/${path}`, body)
  return {
    'dialogues.raised': (asked) => ask('raised/list', asked),
    'dialogues.willing': (asked) => ask('willing/list', asked),
    'dialogues.silent': (asked) => ask('silent/list', asked),
    // The refusal comes before a word is sealed: nothing about a person is written where they did not agree.
    'dialogues.raise': async ({ asked, ...given }) => {
      const id = fresh()
      await ask('cases/raise', { ...given, id })
      await sealWords(opened(), given.case, { about: id, kind: 'dialogue.asked', text: asked })
      return { id }
    },
    'dialogues.change': (given) => ask('cases/change', given),
    'dialogues.reply': async ({ answered, promised, ...given }) => {
      const id = fresh()
      await ask('cases/reply', { ...given, id })
      await sealWords(opened(), given.case, { about: id, kind: 'dialogue.answered', text: answered })
      await sealWords(opened(), given.case, { about: id, kind: 'dialogue.promised', text: promised })
      return null
    },
    'dialogues.code': async (given) => {
      await ask('cases/code', { ...given, id: fresh() })
      return null
    },
    'dialogues.history': ({ case: code }) => shownHistory(opened(), code),
  }
}

function listHandlers(opened: () => Vault): Pick<Handlers<DialoguesCalls>, `dialogues.${'freeze' | 'list' | 'ask' | 'askYes' | 'take'}`> {
  const ask = <Answer>(path: string, body: object) => opened().door.ask<Answer>(`dialogues/${path}`, body)
  return {
    'dialogues.freeze': ({ round }) => ask('lists/freeze', { id: fresh(), round }),
    'dialogues.list': (asked) => ask('lists/view', asked),
    'dialogues.ask': (asked) => ask('lists/ask', asked),
    'dialogues.askYes': ({ rows, ...asked }) => {
      const vault = opened()
      const binds = listBinds({ team: vault.team, ...asked }, rows)
      return askForYes(vault, { action: 'export.dialogue', subject: asked.list, case: null, binds, reason: 'export' })
    },
    'dialogues.take': async ({ form, ...asked }) => {
      const told = await ask<TakenList>('lists/take', { ...asked, id: fresh() })
      return { file: new Uint8Array(utf8(writtenList(form, told))), rows: told.rows.length }
    },
  }
}
