import { hex, randomBytes, unhex } from '#crypto/bytes.ts'
import { guardWrap } from '#crypto/mailbox/exclusions.ts'
import { type AlertContent, alertBinds, digestOf, writeAlert } from '#crypto/team/alert.ts'
import type { Binds } from '#crypto/team/approval.ts'
import type { Draft, Marks } from '#features/alerts/alert.contract.ts'
import { scopeOf } from '#features/alerts/alert.rules.ts'
import type { Directory } from '#features/alerts/focal.contract.ts'
import { CONSENT_SCOPES, type ConsentList } from '#features/cases/consent/consent.contract.ts'
import { canUse } from '#features/cases/consent/use.rules.ts'
import { newPublicCode } from '#kernel/ids.ts'
import { sealedWords } from '../../alert-words.ts'
import type { AlertsCalls, Choosing, Typed } from '../../rooms/alerts/calls.ts'
import { askForYes } from '../approvals/approve.ts'
import { DeskFault } from '../fault.ts'
import type { Mail } from '../mail.ts'
import { addressOf, type Office, officeOf, type Peer, readPeers } from '../nodes/peers.ts'
import { refresh, type Vault } from '../vault.ts'
import { barredFrom } from './bars.ts'
import { homeOf, sealText } from './sealed-text.ts'

/** Whoever a list of keys names that holds, beside the own team: offices here, and of installations whose fingerprint was heard. */
function othersIn(vault: Vault, peers: readonly Peer[]): readonly Office[] {
  const own = vault.list.ok ? vault.list.teams.filter(({ id }) => id !== vault.team) : []
  return [...own.flatMap(({ id }) => officeOf(vault, id) ?? []), ...peers.flatMap(({ offices }) => offices)]
}

/** Whom an alert could go to, of whom it could speak, and what each of them agreed to. */
export async function choose(mail: Mail, code: string | null): Promise<Choosing> {
  const { vault } = mail
  await refresh(vault)
  const peers = await readPeers(vault)
  const { points, silent, today, ...told } = await vault.door.ask<Directory>('focal-points')
  const offices = othersIn(vault, peers)
  const barred = await barredFrom(mail, code, offices)
  const police = new Set([...told.police, ...points.filter((point) => point.police).map(({ team }) => team)])
  const standing = new Set(peers.filter(({ state }) => state !== 'active').map(({ name }) => name))
  return {
    case: code,
    points,
    silent,
    today,
    offices: offices.map(({ team, name, kind, of, recipient, peer }) => ({
      team,
      name,
      kind,
      of,
      node: peer?.name ?? null,
      heard: peers.find(({ name }) => name === peer?.name)?.heard ?? null,
      receives: recipient !== null && (peer === null || !standing.has(peer.name)),
      barred: barred.has(team),
      police: police.has(team),
    })),
    away: peers.flatMap(({ name, trust, problem }) => (trust === 'heard' ? [] : [{ name, trust, problem }])),
    subjects: code === null ? [] : await subjectsOf(vault, code, today),
  }
}

async function subjectsOf(vault: Vault, code: string, today: string): Promise<Choosing['subjects']> {
  const { rows } = await vault.door.ask<ConsentList>('consent/list', { case: code })
  const ids = [...new Set(['reporter', ...rows.map(({ subject }) => subject)])]
  const saidOf = (id: string) => rows.filter(({ subject }) => subject === id)
  const reporter = saidOf('reporter')
  return ids.map((id) => {
    const subject = saidOf(id)
    return { id, scopes: CONSENT_SCOPES.filter((scope) => canUse({ subject, reporter }, scope, today).ok) }
  })
}

/** Each office with the use that has to be agreed to before it learns of anybody. */
export const scopesOf = (choosing: Choosing, offices: readonly string[]): string[] =>
  choosing.offices.flatMap((office) => (offices.includes(office.team) ? [`${office.team}:${scopeOf(office)}`] : [])).toSorted()

/**
 * Refuses before anything is sealed or signed: a barred office, one without a key, somebody who did not agree, and an office that
 * stands for another use now than the one in the draft. guards T-27, T-21
 */
export function demandReachable(choosing: Choosing, { offices, about, scopes }: Pick<Marks, 'offices' | 'about' | 'scopes'>): void {
  guardWrap(offices, new Set(choosing.offices.filter(({ barred }) => barred).map(({ team }) => team)))
  for (const team of offices) {
    const office = choosing.offices.find((one) => one.team === team)
    if (office === undefined || !office.receives) throw new DeskFault('transfer.cannot_receive', 'refused')
    const scope = scopeOf(office)
    if (!scopes.includes(`${team}:${scope}`) || scopes.length !== offices.length) throw new DeskFault('record.stale', 'refused')
    const asked = choosing.subjects.filter(({ id }) => about.includes(id))
    if (asked.length !== about.length || asked.some(({ scopes }) => !scopes.includes(scope)))
      throw new DeskFault('alert.no_consent', 'refused')
  }
}

/** Draws an alert up: its words are sealed to the own side, and a colleague is asked for the second yes to exactly this. */
export async function drawUp(mail: Mail, { case: code, of, typed }: AlertsCalls['alerts.draft']['in']): Promise<{ alert: string }> {
  const { vault } = mail
  const choosing = await choose(mail, code)
  const scopes = scopesOf(choosing, typed.offices)
  demandReachable(choosing, { ...typed, scopes })
  const alert = of?.alert ?? newPublicCode('W')
  // What an office elsewhere is called here is nobody's business there, and names here would mean others there.
  if (typed.shows && choosing.offices.some(({ team, node }) => node !== null && typed.offices.includes(team)))
    throw new DeskFault('alert.shows_away', 'refused')
  const { text, wish, ...marked } = typed
  const content = contentOf(vault, { alert, version: await versionAfter(vault, of), typed })
  const marks: Marks = {
    ...marked,
    offices: typed.offices.toSorted(),
    scopes,
    says: text !== '' || wish !== '',
    salt: hex(randomBytes(32)),
    digest: digestOf(content),
  }
  const sealed = await sealText(writeAlert({ v: 1, type: 'alert-own', content }), await homeOf(vault, code))
  const draft: Draft = { id: crypto.randomUUID(), code: alert, case: code, version: of?.version ?? 0, marks, ...sealed }
  const { version } = await vault.door.ask<{ version: number }>('alerts/draft', draft)
  if (version !== content.version) throw new DeskFault('record.stale', 'refused')
  const binds = bindsOf(vault, { alert, version, marks })
  await askForYes(vault, { action: 'alert.send', subject: alert, case: code, binds, reason: 'alert' })
  return { alert }
}

/** The version that is drawn up now: the first, the same once more, or the next one of what was sent. */
async function versionAfter(vault: Vault, of: { readonly alert: string; readonly version: number } | null): Promise<number> {
  if (of === null) return 1
  const { versions } = await vault.door.ask<{ versions: { version: number; state: string }[] }>('alerts/view', { alert: of.alert })
  return versions[0]?.state === 'sent' ? of.version + 1 : of.version
}

function contentOf(
  vault: Vault,
  { alert, version, typed }: { readonly alert: string; readonly version: number; readonly typed: Typed },
): AlertContent {
  return { v: 1, type: 'alert', from: vault.team, alert, version, ...sealedWords(typed), nonce: hex(randomBytes(16)) }
}

type Bound = { readonly alert: string; readonly version: number; readonly marks: Marks }
/** What two people say yes to. Each office stands in it by its own name and whose it is, as this desk checked it. guards T-22 */
export function bindsOf(vault: Vault, { alert, version, marks: { salt, offices, ...marks } }: Bound): Binds {
  return alertBinds({ ...marks, offices: offices.map((team) => addressOf(vault, team)), code: alert, version, salt: unhex(salt) })
}
