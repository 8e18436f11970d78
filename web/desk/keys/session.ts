import { unutf8, utf8 } from '#crypto/bytes.ts'
import { openerOf, openWith } from '#crypto/open/open-age.ts'
import { sealTo } from '#crypto/seal/seal-age.ts'
import { readPassphrase } from '#crypto/team/passphrase.ts'
import { type Clock, dayOf } from '#kernel/clock.ts'
import type { CallName, RoomCalls } from '../calls.ts'
import type { Handlers, Tell } from './answers.ts'
import type { Door } from './door.ts'
import { invite, makeEpoch, vouchFor } from './epochs.ts'
import { DeskFault } from './fault.ts'
import { roomHandlers } from './handlers.ts'
import { beginJoining, confirmWords, type Invited, type Joining, join, readInvitation } from './join.ts'
import { loadKeyList } from './key-list.ts'
import { Mail } from './mail.ts'
import { keyListView, teamView } from './team-view.ts'
import { refresh, unlock, type Vault } from './vault.ts'

type Joins = 'keyList' | 'invitation' | 'makeWords' | 'join' | 'found' | 'unlock'
export type Desk = { readonly answer: (call: CallName, given: unknown) => Promise<unknown> }

const DAY_MS = 86_400_000
const ONE = { min: 1, max: 1 }

/** One session of one member, from the first question to the end of the worker. */
export function openDesk({ door, clock, tell }: { readonly door: Door; readonly clock: Clock; readonly tell: Tell }): Desk {
  let joining: Joining | null = null
  let invited: Invited | null = null
  let mail: Mail | null = null
  const opened = (): Mail => {
    if (mail === null) throw new DeskFault('locked', 'gone')
    return mail
  }
  const enter = (vault: Vault): Mail => new Mail(vault, tell)
  const progress = (of: CallName) => (done: number) => tell({ event: 'progress', of, done: Math.round(done * 100), all: 100 })

  const joins: Pick<Handlers, Joins> = {
    keyList: async () => keyListView(await loadKeyList(door, clock.now())),
    invitation: async ({ code }) => {
      invited = await readInvitation(door, code)
      return { team: invited.team, names: invited.names, founding: invited.founding }
    },
    makeWords: async () => {
      joining = beginJoining()
      return { words: joining.words.words }
    },
    join: async ({ typed, name }) => {
      if (joining === null || invited === null) throw new DeskFault('locked', 'gone')
      confirmWords(joining, typed)
      const joined = await join(
        door,
        clock,
        { joining, invited, name: name.trim() === '' ? joining.member : name.trim() },
        progress('join'),
      )
      mail = joined.vault === null ? null : enter(joined.vault)
      const { member } = joining
      joining = null
      return { member, state: joined.state, fingerprint: joined.fingerprint }
    },
    found: async () => ({ until: (await makeEpoch(opened().vault)).until }),
    unlock: async ({ member, typed, drafts }) => {
      const read = readPassphrase(typed)
      if (!read.ok) throw new DeskFault(`unlock.${read.problem}`, 'typed', { at: read.at ?? 0, count: read.count ?? 0 })
      const vault = await unlock(door, clock, { member, words: read.passphrase }, progress('unlock'))
      mail = enter(vault)
      return { hasKey: vault.epochs.length > 0, drafts: drafts === null ? null : await openDrafts(vault, drafts) }
    },
  }
  const handlers: Handlers = { ...joins, ...workOf(opened, clock), ...roomHandlers(() => opened().vault, clock, tell) }
  return { answer: (call, given) => (handlers[call] as (given: unknown) => Promise<unknown>)(given) }
}

/** What an unlocked desk can be asked to do. */
function workOf(opened: () => Mail, clock: Clock): Omit<Handlers, Joins | keyof RoomCalls> {
  return {
    team: async () => {
      await refresh(opened().vault)
      return teamView(opened().vault)
    },
    look: async () => ({ found: await opened().look(dayOf(new Date(clock.now().getTime() - DAY_MS))) }),
    open: ({ item }) => opened().open(item),
    takeIn: async ({ item }) => ({ code: await opened().takeIn(item) }),
    undoTakeIn: ({ item }) => opened().undoTakeIn(item),
    decide: ({ item, decision, reason, of }) => opened().decide(item, { decision, reason, of }),
    undoDecide: ({ item }) => opened().undoDecide(item),
    reply: ({ item, text, lang, read }) => opened().reply(item, { text, lang, read }),
    withdraw: async ({ tickets }) => ({ withdrawn: await opened().withdraw(tickets) }),
    tickets: ({ tickets }) => opened().states(tickets),
    file: ({ item, n }) => opened().file(item, n),
    rotate: () => opened().rotate(),
    invite: () => invite(opened().vault),
    vouch: async ({ member }) => {
      await vouchFor(opened().vault, member)
      return null
    },
    sealDrafts: async ({ drafts }) => ({ sealed: await sealTo([opened().vault.keys.recipient], utf8(drafts)) }),
  }
}

/** What was typed before the desk locked; null when it is not this member's. */
async function openDrafts(vault: Vault, sealed: Uint8Array): Promise<string | null> {
  const plain = await openWith([openerOf(vault.keys.seed)], sealed, ONE)
  return plain === null ? null : unutf8(plain)
}
