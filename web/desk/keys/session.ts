import { b64u, utf8 } from '#crypto/bytes.ts'
import { sealTo } from '#crypto/seal/seal-age.ts'
import type { Heir } from '#crypto/team/custodian.ts'
import { type Clock, dayOf } from '#kernel/clock.ts'
import type { CallName, RoomCalls } from '../calls.ts'
import type { RecoveryWayCalls } from '../rooms/recovery/calls.ts'
import type { WayInCalls } from '../rooms/sign-in/calls.ts'
import type { Handlers, Tell } from './answers.ts'
import { newDevice } from './device.ts'
import type { Door } from './door.ts'
import { invite, makeEpoch, vouchFor } from './epochs.ts'
import { DeskFault } from './fault.ts'
import { roomHandlers } from './handlers.ts'
import { beginJoining, confirmWords, type Invited, type Joining, join, readInvitation } from './join.ts'
import { loadKeyList } from './key-list.ts'
import { Mail } from './mail.ts'
import { recoveryWay } from './recovery/handlers.ts'
import { wayIn } from './sign-in/way-in.ts'
import { keyListView, teamView } from './team-view.ts'
import { refresh, type Vault } from './vault.ts'

type Joins = 'keyList' | 'invitation' | 'makeWords' | 'join' | 'found' | 'unlock' | keyof WayInCalls | keyof RecoveryWayCalls
export type Desk = { readonly answer: (call: CallName, given: unknown) => Promise<unknown> }

const DAY_MS = 86_400_000

/** One session of one member, from the first question to the end of the worker. */
export function openDesk({ door, clock, tell }: { readonly door: Door; readonly clock: Clock; readonly tell: Tell }): Desk {
  let joining: Joining | null = null
  let invited: Invited | null = null
  let mail: Mail | null = null
  let newcomer: Heir | null = null
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
    join: async ({ typed, name, device: given, label }) => {
      if (joining === null || invited === null) throw new DeskFault('locked', 'gone')
      confirmWords(joining, typed)
      const device = given ?? (await newDevice())
      const shown = name.trim() || joining.member
      const joined = await join(door, clock, { joining, invited, name: shown, device, label: label ?? 'other' }, progress('join'))
      mail = joined.vault === null ? null : enter(joined.vault)
      const { member, keys } = joining
      if (joined.vault === null) newcomer = { team: invited.team, member, recipient: keys.recipient, signKey: b64u(keys.signKey) }
      joining = null
      return { member, state: joined.state, fingerprint: joined.fingerprint, device }
    },
    found: async () => ({ until: (await makeEpoch(opened().vault)).until }),
    ...recoveryWay(door, () => newcomer),
    ...wayIn({
      door,
      clock,
      progress: progress('unlock'),
      enter: (vault) => {
        mail = enter(vault)
      },
    }),
  }
  const handlers: Handlers = { ...joins, ...workOf(opened, clock), ...roomHandlers(opened, clock, tell) }
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
    takeIn: async ({ item }) => ({ code: await opened().inTurn(() => opened().takeIn(item)) }),
    undoTakeIn: ({ item }) => opened().inTurn(() => opened().undoTakeIn(item)),
    decide: ({ item, decision, reason, of }) => opened().inTurn(() => opened().decide(item, { decision, reason, of })),
    undoDecide: ({ item }) => opened().inTurn(() => opened().undoDecide(item)),
    reply: ({ item, text, lang, read }) => opened().reply(item, { text, lang, read }),
    withdraw: async ({ tickets }) => ({ withdrawn: await opened().withdraw(tickets) }),
    tickets: ({ tickets }) => opened().states(tickets),
    file: ({ item, n }) => opened().file(item, n),
    rotate: () => opened().rotate(),
    invite: () => invite(opened().vault),
    vouch: async ({ member, anotherOf }) => {
      await vouchFor(opened().vault, member, anotherOf ?? null)
      return null
    },
    here: async () => {
      await opened().vault.door.ask('session/here', {})
      return null
    },
    sealDrafts: async ({ drafts }) => ({ sealed: await sealTo([opened().vault.keys.recipient], utf8(drafts)) }),
  }
}
