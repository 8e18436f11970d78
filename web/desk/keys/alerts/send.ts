import { unhex } from '#crypto/bytes.ts'
import { SealingRefusal } from '#crypto/refusals.ts'
import { type AlertContent, type AlertCopy, digestOf, placeOf, readOwn, vouchingFor, writeAlert } from '#crypto/team/alert.ts'
import { payloadOf } from '#crypto/team/approval.ts'
import type { View } from '#features/alerts/alert.contract.ts'
import type { ApprovalsView } from '#features/teams/approvals/approvals.contract.ts'
import type { AlertShown, VersionShown } from '../../rooms/alerts/calls.ts'
import { answerRequest, problemOf, type Told } from '../approvals/approve.ts'
import { DeskFault } from '../fault.ts'
import type { Mail } from '../mail.ts'
import { addressOf, officeOf, peersFor } from '../nodes/peers.ts'
import { refresh, type Vault } from '../vault.ts'
import { bindsOf, choose, demandReachable } from './draw-up.ts'
import { nameOf, othersFor } from './names.ts'
import { deliveryFor, isNodeWord } from './node-word.ts'
import { isSigned, signedReplies } from './replies.ts'
import { type Home, homeOf, openText, sealText } from './sealed-text.ts'

/** What the server tells of the alert that was asked for, and of no other one. */
async function viewOf(vault: Vault, alert: string): Promise<View> {
  const view = await vault.door.ask<View>('alerts/view', { alert })
  if (view.alert !== alert) throw new DeskFault('record.not_found', 'refused')
  return view
}
type Version = View['versions'][number]

/** What was opened of the alert that is shown: a page that stays open asks for no key once more, which would count as an opening. */
type Opened = {
  readonly alert: string
  /** What the server told of it last. */
  said: string
  /** By version and hash. */
  readonly words: Map<string, AlertContent>
  readonly replies: Map<string, Uint8Array>
  openers: Promise<Home['openers']> | null
}
const last = new WeakMap<Vault, Opened>()

type Own = { readonly one: Version; readonly openers: Home['openers'] }

/** The words of a version, only if they are those whose hash stands in its marks. */
async function openOwn(vault: Vault, view: View, { one: { version, marks, own }, openers }: Own): Promise<AlertContent> {
  if (own === null) throw new SealingRefusal('wrap.not_this')
  const { bytes } = await vault.door.bytes('alerts/text', { text: own.text })
  const content = readOwn(await openText(own, bytes, openers))
  const isThis = content.alert === view.alert && content.version === version && digestOf(content) === marks.digest
  if (!isThis) throw new SealingRefusal('alert.malformed')
  return content
}

const wordsOf = async (vault: Vault, view: View, one: Version): Promise<AlertContent> =>
  openOwn(vault, view, { one, openers: (await homeOf(vault, view.case)).openers })

type Shows = { readonly of: Opened; readonly one: Version }

/** The same for the page: what it shows already is not opened anew, and one key opens all that is new. */
async function wordsShown(vault: Vault, view: View, { of, one }: Shows): Promise<AlertContent> {
  const name = `${one.version} ${one.marks.digest}`
  const known = one.own === null ? undefined : of.words.get(name)
  if (known !== undefined) return known
  of.openers ??= homeOf(vault, view.case).then(({ openers }) => openers)
  const content = await openOwn(vault, view, { one, openers: await of.openers })
  of.words.set(name, content)
  return content
}

async function shown(vault: Vault, view: View, at: Shows): Promise<VersionShown> {
  const { version, state, marks, by } = at.one
  const uses = marks.scopes.map((said) => {
    const [office = '', scope = ''] = said.split(':')
    return { office, scope, name: nameOf(vault, office) }
  })
  try {
    const { text, wish, others } = await wordsShown(vault, view, at)
    return { version, state, marks, by, uses, words: { text, wish, others: othersFor(vault, others) }, problem: null }
  } catch (error) {
    if (error instanceof SealingRefusal) return { version, state, marks, by, uses, words: null, problem: error.code }
    throw error
  }
}

/** What two people have to have said yes to, for the newest version. */
function payloadFor(vault: Vault, view: View, { version, marks }: Version): string {
  return payloadOf(bindsOf(vault, { alert: view.alert, version, marks }))
}

async function requestsFor(vault: Vault, view: View, newest: Version): Promise<Told[]> {
  const { approvals } = await vault.door.ask<ApprovalsView>('approvals')
  await peersFor(vault, newest.marks.offices)
  const payload = payloadFor(vault, view, newest)
  return approvals.filter(
    ({ asked: { statement }, over }) =>
      !over && statement.subject === view.alert && statement.action === 'alert.send' && statement.payload === payload,
  )
}

export async function showAlert({ vault }: Mail, alert: string): Promise<AlertShown> {
  const of: Opened = { alert, said: '', words: new Map(), replies: new Map(), openers: null }
  last.set(vault, of)
  return showIt(vault, await viewOf(vault, alert), of)
}

/** For a page that stays open: opens what is new and checks everything anew, but only where the server tells something new. */
export async function showChanged(mail: Mail, alert: string): Promise<AlertShown | null> {
  const of = last.get(mail.vault)
  if (of?.alert !== alert) return showAlert(mail, alert)
  const view = await viewOf(mail.vault, alert)
  return of.said === JSON.stringify(view) ? null : showIt(mail.vault, view, of)
}

async function showIt(vault: Vault, view: View, of: Opened): Promise<AlertShown> {
  await peersFor(vault, [...view.offices.map(({ office }) => office), ...view.versions.flatMap(({ marks }) => marks.offices)])
  const versions: VersionShown[] = []
  for (const one of view.versions) versions.push(await shown(vault, view, { of, one }))
  // The key is not kept: only what was opened with it.
  of.openers = null
  const checked = await signedReplies(vault, view, of.replies)
  const replies = checked.map(({ said: _said, named: _named, ...reply }) => reply)
  const { case: code, state, version, red } = view
  const offices = view.offices.map(({ word, ...row }) => ({
    ...row,
    name: nameOf(vault, row.office),
    signed: isSigned(row, checked) ? ('office' as const) : isNodeWord(vault, view, row, word) ? ('node' as const) : null,
  }))
  const shownNow = { alert: view.alert, case: code, state, version, versions, offices, red, replies, yes: await yesFor(vault, view) }
  of.said = JSON.stringify(view)
  return shownNow
}

async function yesFor(vault: Vault, view: View): Promise<AlertShown['yes']> {
  const [newest] = view.versions
  if (newest === undefined || newest.state === 'sent') return 'none'
  const requests = await requestsFor(vault, view, newest)
  if (requests.some(({ state }) => state === 'approved')) return 'there'
  const waiting = requests.filter(({ state }) => state === 'waiting')
  if (waiting.length === 0) return 'none'
  return waiting.some(({ asked }) => asked.statement.member !== vault.member) ? 'mine' : 'waits'
}

/** Says the second yes to exactly what this desk opened and checked, and sends it. guards T-22 */
export async function approveAndSend(mail: Mail, alert: string): Promise<void> {
  const { vault } = mail
  await refresh(vault)
  const view = await viewOf(vault, alert)
  const [newest] = view.versions
  if (newest === undefined) throw new DeskFault('record.not_found', 'refused')
  await wordsOf(vault, view, newest)
  demandReachable(await choose(mail, view.case), newest.marks)
  const request = (await requestsFor(vault, view, newest)).find(
    ({ state, asked }) => state === 'waiting' && asked.statement.member !== vault.member,
  )
  if (request !== undefined) await answerRequest(vault, request, true)
  await sendIt(mail, view, newest)
}

export async function send(mail: Mail, alert: string): Promise<void> {
  await refresh(mail.vault)
  const view = await viewOf(mail.vault, alert)
  const [newest] = view.versions
  if (newest === undefined) throw new DeskFault('record.not_found', 'refused')
  await sendIt(mail, view, newest)
}

/** Seals one copy for each office to the key that a signed list names, after everything was asked once more. guards T-27 */
async function sendIt(mail: Mail, view: View, newest: Version): Promise<void> {
  const { vault } = mail
  const { marks, version } = newest
  demandReachable(await choose(mail, view.case), marks)
  const content = await wordsOf(vault, view, newest)
  const yes = (await requestsFor(vault, view, newest)).find(({ state }) => state === 'approved')
  if (yes === undefined || yes.answered === null) throw new DeskFault('approval.needed', 'refused')
  if (problemOf(vault, yes) !== null) throw new DeskFault('alert.unsigned', 'sealed')
  const { asked, answered } = yes
  const all = vault.told.members.flatMap(({ joined, left }) => [joined, left]).filter((signed) => signed !== null)
  const common: Omit<AlertCopy, 'place'> = {
    v: 1,
    type: 'alert-copy',
    content,
    binds: bindsOf(vault, { alert: view.alert, version, marks }),
    asked: { statement: asked.statement, signature: asked.signature },
    answered: { statement: answered.statement, signature: answered.signature },
    vouching: vouchingFor([asked.statement.by, answered.statement.by], all),
  }
  const copies = await Promise.all(marks.offices.map((office) => copyFor(vault, common, view, { office, marks })))
  await vault.door.ask('alerts/send', { alert: view.alert, copies })
}

async function copyFor(
  vault: Vault,
  common: Omit<AlertCopy, 'place'>,
  view: View,
  { office, marks: { salt, offices } }: { readonly office: string; readonly marks: Version['marks'] },
) {
  const listed = officeOf(vault, office)
  if (listed === undefined || listed.recipient === null) throw new DeskFault('transfer.cannot_receive', 'refused')
  const addresses = offices.map((team) => addressOf(vault, team))
  const plain = writeAlert({ ...common, place: placeOf(unhex(salt), addresses, addressOf(vault, office)) })
  const delivery = deliveryFor(vault, view, office)
  if (delivery === undefined) throw new DeskFault('record.not_found', 'refused')
  return { office, delivery, ...(await sealText(plain, { recipient: listed.recipient, epoch: listed.epoch })) }
}
