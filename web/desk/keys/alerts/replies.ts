import { SealingRefusal } from '#crypto/refusals.ts'
import { checkedReply } from '#crypto/team/alert.ts'
import type { AlertFile } from '#crypto/team/alert-file.ts'
import type { ReplyStatement } from '#crypto/team/alert-reply.ts'
import type { Sent, View } from '#features/alerts/alert.contract.ts'
import type { ReplyShown } from '../../rooms/alerts/calls.ts'
import { shownName } from '../file-name.ts'
import { officeOf } from '../nodes/peers.ts'
import type { Vault } from '../vault.ts'
import { openText } from './sealed-text.ts'

/** What an office said, as far as one of its members signed it; `said` is null where nobody did. */
export type Checked = ReplyShown & { readonly said: ReplyStatement | null; readonly named: readonly AlertFile[] }

/** Every reply of an alert, each against the anchors of its office in the signed list of keys; what was `fetched` is not fetched anew. guards T-22 */
export async function signedReplies(vault: Vault, view: View, fetched: Map<string, Uint8Array> = new Map()): Promise<Checked[]> {
  const checked: Checked[] = []
  for (const one of view.replies) checked.push(await replyOf(vault, view, { one, fetched }))
  return checked
}

type Reply = { readonly one: View['replies'][number]; readonly fetched: Map<string, Uint8Array> }

async function replyOf(vault: Vault, view: View, { one, fetched }: Reply): Promise<Checked> {
  const { delivery, at, version } = one
  const office = view.offices.find((row) => row.delivery === delivery)?.office ?? ''
  try {
    const listed = officeOf(vault, office)
    if (listed === undefined) throw new SealingRefusal('alert.unsigned')
    const bytes = fetched.get(one.text) ?? (await vault.door.bytes('alerts/text', { text: one.text })).bytes
    fetched.set(one.text, bytes)
    const plain = await openText(
      one,
      bytes,
      vault.epochs.map(({ opener }) => opener),
    )
    const { statement, text, files: named = [] } = checkedReply(plain, { office: listed, to: vault.team, alert: view.alert, delivery })
    const files = named.map(({ id, name, bytes: length }) => ({ file: id, name: shownName(name).name, bytes: length }))
    const { at: on, version: of, state } = statement
    return { delivery, office, at: on, version: of, state, text, files, problem: null, said: statement, named }
  } catch (error) {
    const nothing = { state: null, text: null, files: [], said: null, named: [] }
    if (error instanceof SealingRefusal) return { delivery, office, at, version, ...nothing, problem: error.code }
    throw error
  }
}

/** Whether the newest that was signed of this version says what the server says of it. What was held back, nobody sees. */
export function isSigned(row: Sent, replies: readonly Pick<Checked, 'said'>[]): boolean {
  const said = replies.flatMap(({ said: one }) => (one?.delivery === row.delivery && one.version === row.version ? [one] : []))
  const last = said
    .map(({ at }) => at)
    .toSorted()
    .at(-1)
  const isAs = row.acknowledgedAs === null || said.some(({ state, as }) => state === 'acknowledged' && as === row.acknowledgedAs)
  return isAs && said.some(({ at, state, reason }) => at === last && state === row.state && reason === row.reason)
}
