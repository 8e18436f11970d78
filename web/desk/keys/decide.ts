import type { Static } from 'typebox'
import { newSeed, recipientOf } from '#crypto/age/identity.ts'
import { b64u, unb64u } from '#crypto/bytes.ts'
import { canonicalBytes } from '#crypto/canonical.ts'
import { type Conversation, neverOf } from '#crypto/mailbox/conversation.ts'
import { guardWrap, neverHash } from '#crypto/mailbox/exclusions.ts'
import { openerOf, openWith } from '#crypto/open/open-age.ts'
import type { OpenedItem } from '#crypto/open/open-item.ts'
import { sealTo } from '#crypto/seal/seal-age.ts'
import { readKey, sealKey } from '#crypto/team/wraps.ts'
import type { CaseKeys, Report, ReportsAnswer, TakeIn } from '#features/reports/inbox/inbox.contract.ts'
import { newPublicCode } from '#kernel/ids.ts'
import { DeskFault } from './fault.ts'
import { barredBy, codeOf, type Told } from './item-view.ts'
import type { Entry, Judgement } from './mailbag.ts'
import { readersOf, recipientsOf, recoveryMark, type Vault } from './vault.ts'

const READERS = { min: 1, max: 65 }

/** The reports that the team took in, as far as this member may see them. */
export async function listReports({ door }: Vault): Promise<readonly Report[]> {
  return (await door.ask<Static<typeof ReportsAnswer>>('reports')).reports
}

/**
 * Takes an item in: a new case key, or the one of its conversation, and the payload sealed to it. Whatever a screen showed,
 * nothing is wrapped for a team that is barred, and every barred team is named to the server. guards T-27
 */
export async function takeIn(told: Told, entry: Entry): Promise<{ case: string }> {
  const { vault, bag } = told
  const { listed, payload, opened } = entry
  if (payload === null || opened === null) throw new DeskFault('item.not_open', 'sealed')
  const judged = bag.judged.get(listed.item)
  const conversation = judged?.conversation ?? null
  const blocked = barredBy(vault, opened.header, conversation)
  guardWrap([vault.team], blocked)
  const known = caseOfConversation(told, judged)
  const { code, seed, key } = known === null ? await newCase(vault) : await knownCase(vault, known)
  const input: TakeIn = {
    item: listed.item,
    day: listed.day,
    report: codeOf(listed.item),
    case: code,
    key,
    wrap: b64u(await sealTo([recipientOf(seed)], canonicalBytes(payload))),
    neverSha256: hashOfNever(opened, conversation),
    blocked: [...blocked].filter((team) => team !== vault.team).toSorted(),
    sets: [...new Set(opened.header.files.map(({ set }) => set))],
  }
  await vault.door.ask('reports', input)
  return { case: code }
}

function hashOfNever({ header }: OpenedItem, conversation: Conversation | null): string {
  return neverHash(conversation === null ? header.never : neverOf(conversation))
}

type CaseKey = { readonly code: string; readonly seed: Uint8Array; readonly key: TakeIn['key'] }

async function newCase(vault: Vault): Promise<CaseKey> {
  const code = newPublicCode('C')
  const seed = newSeed()
  const wrap = await sealKey({ type: 'case-key', instance: vault.instance, team: vault.team, of: code }, seed, recipientsOf(vault))
  return { code, seed, key: { wrap: b64u(wrap), readers: readersOf(vault).map(({ member }) => member), ...recoveryMark(vault) } }
}

/** The key of a case that the team already has. */
async function knownCase(vault: Vault, code: string): Promise<CaseKey> {
  const { key } = await vault.door.ask<Static<typeof CaseKeys>>('cases/keys', { case: code })
  const plain = await openWith([openerOf(vault.keys.seed)], unb64u(key), READERS)
  if (plain === null) throw new DeskFault('unlock.no_key', 'typed')
  return { code, seed: readKey(plain, { type: 'case-key', instance: vault.instance, team: vault.team, of: code }), key: null }
}

/** The case in which the team already works on this conversation. */
export function caseOfConversation({ bag, reports }: Told, judged: Judgement | undefined): string | null {
  const bodies = new Set((judged?.conversation?.known ?? []).map(({ body }) => body))
  const items = new Set(
    [...bag.entries.values()].filter(({ opened }) => opened !== null && bodies.has(opened.bodyHash)).map(({ listed }) => listed.item),
  )
  return reports.find(({ item, state }) => items.has(item) && state !== 'returned')?.case ?? null
}

/** The server counts decisions; which item was meant stands in the sealed pages alone. */
export async function countDecision(vault: Vault, decision: 'declined' | 'duplicate' | 'undone', reason: string): Promise<void> {
  await vault.door.ask('inbox/decided', { decision, reason: reason === '' ? null : reason })
}

/** A decision about what was taken in, which the server knows by name. */
export async function decideReport(
  vault: Vault,
  report: Report,
  decision: 'decline' | 'duplicate' | 'reopen' | 'return',
  more: { reason?: string; of?: string } = {},
): Promise<void> {
  await vault.door.ask('reports/decide', {
    report: report.report,
    revision: report.revision,
    decision,
    reason: more.reason === undefined || more.reason === '' ? null : more.reason,
    duplicateOf: more.of ?? null,
  })
}
