import { hex, randomBytes } from '#crypto/bytes.ts'
import { SealingRefusal } from '#crypto/refusals.ts'
import { type AlertCopy, checkedAlert, writeAlert } from '#crypto/team/alert.ts'
import type { KeptText, Received } from '#features/alerts/alert.contract.ts'
import type { OpenedAlert } from '../../rooms/alerts/calls.ts'
import { DeskFault } from '../fault.ts'
import { refresh, type Vault } from '../vault.ts'
import { nameOf } from './names.ts'
import { openText, sealText } from './sealed-text.ts'

type Came = { readonly row: Received; readonly copy: KeptText | null }
const look = (vault: Vault, delivery: string) => vault.door.ask<Came>('alerts/received/view', { delivery })
const shown = (vault: Vault, { row }: Came) => ({ ...row, name: nameOf(vault, row.from) })

/** What came, without opening it: the sender does not see that somebody looked. */
export async function lookAt(vault: Vault, delivery: string): Promise<OpenedAlert> {
  return { row: shown(vault, await look(vault, delivery)), words: null, problem: null }
}

/**
 * Opens it; the sender sees that. What two members of that team did not sign for this office is not shown, and a signed version
 * that the server hands out as another one is found out. guards T-22
 */
export async function open(vault: Vault, delivery: string): Promise<OpenedAlert> {
  await refresh(vault)
  const before = await look(vault, delivery)
  try {
    const copy = await openCopy(vault, before)
    const words = wordsOf(copy)
    const row = shown(vault, await look(vault, delivery))
    const isNewest = copy.content.version === before.row.version
    return { row, words, problem: isNewest && isAsSigned(words, row) ? null : 'alert.unsigned' }
  } catch (error) {
    if (error instanceof SealingRefusal) return { row: shown(vault, before), words: null, problem: error.code }
    throw error
  }
}

async function openCopy(vault: Vault, { row, copy }: Came): Promise<AlertCopy> {
  if (copy === null) throw new DeskFault('alert.not_so', 'refused')
  const { bytes } = await vault.door.bytes('alerts/received/open', { delivery: row.delivery })
  const plain = await openText(
    copy,
    bytes,
    vault.epochs.map(({ opener }) => opener),
  )
  const from = vault.list.ok ? vault.list.teams.find(({ id }) => id === row.from) : undefined
  if (from === undefined) throw new SealingRefusal('alert.unsigned')
  return checkedAlert(plain, { team: vault.team, from })
}

/** Marking and clocks as two people signed them, whatever the server says. */
function wordsOf({ content, binds }: AlertCopy): NonNullable<OpenedAlert['words']> {
  const said = (name: string) => String(binds[name] ?? '')
  const marks = {
    kind: said('kind'),
    tlp: `TLP:${said('tlp').replace('_', '+')}`,
    level: Number(binds['level']),
    asks: said('asks'),
    answerBy: said('answerBy'),
    endsAt: said('endsAt'),
  }
  const { text, wish, others } = content
  return { text, wish, others, marks: marks as NonNullable<OpenedAlert['words']>['marks'] }
}

/** A server that shows another marking, level or deadline than was signed is found out. guards T-22 */
function isAsSigned({ marks }: NonNullable<OpenedAlert['words']>, row: Received): boolean {
  return (['kind', 'tlp', 'level', 'asks', 'answerBy', 'endsAt'] as const).every((name) => marks[name] === row[name])
}

/** A reply, sealed to the key of the team that sent it. */
export async function answer(vault: Vault, delivery: string, text: string): Promise<void> {
  await refresh(vault)
  const came = await look(vault, delivery)
  const { content } = await openCopy(vault, came)
  const to = vault.list.ok ? vault.list.teams.find(({ id }) => id === came.row.from) : undefined
  if (to === undefined || to.recipient === null) throw new DeskFault('transfer.cannot_receive', 'refused')
  const plain = writeAlert({
    v: 1,
    type: 'alert-reply',
    alert: content.alert,
    from: vault.team,
    text: text.normalize(),
    nonce: hex(randomBytes(16)),
  })
  await vault.door.ask('alerts/received/answer', { delivery, ...(await sealText(plain, { recipient: to.recipient, epoch: to.epoch })) })
}
