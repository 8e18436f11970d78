import { unb64u } from '#crypto/bytes.ts'
import { fingerprintOf } from '#crypto/team/member-chain.ts'
import type { KeyList, TeamState } from '../model.ts'
import type { ListOfKeys } from './key-list.ts'
import { readersOf, recoveryOf, type Vault } from './vault.ts'

/** What the page says of the list of keys. */
export function keyListView(list: ListOfKeys): KeyList {
  return list.ok ? { ok: true, mode: list.mode, version: list.version, clock: list.clock } : { ok: false, code: list.code }
}

/** The team as the page shows it; whom nobody vouches for is marked, whatever the server calls them. */
export function teamView(vault: Vault): TeamState {
  const { told, team, member, list } = vault
  const vouched = new Set(readersOf(vault).map((one) => one.member))
  const [newest] = vault.epochs
  return {
    team,
    member,
    names: told.names,
    keys: keyListView(list),
    foundingUntil: told.foundingUntil,
    hasRecovery: recoveryOf(vault) !== null,
    recoveryAsked: askedView(vault),
    recoveryDue: told.recovery.due,
    epochDue: told.epochDue === true,
    pendingEpoch: vault.pending === null ? null : { epoch: vault.pending.epoch, mine: vault.pending.mine },
    epoch: newest?.epoch ?? null,
    epochUntil: newest?.notAfter ?? null,
    reviews: told.reviews,
    colleagues: told.members
      .filter(({ state }) => state !== 'left')
      .map((one) => ({
        member: one.member,
        name: one.name,
        state: one.state,
        fingerprint: fingerprintOf(unb64u(one.recipient), unb64u(one.signKey)),
        own: one.member === member,
        vouched: vouched.has(one.member),
      })),
  }
}

/** What custodians ask for, for every screen, until it was used. */
function askedView({ told }: Vault): TeamState['recoveryAsked'] {
  if (told.recovery.usedOn !== null || told.recovery.requests.length === 0) return null
  return { custodians: told.recovery.requests.length, readyAt: told.recovery.readyAt }
}
