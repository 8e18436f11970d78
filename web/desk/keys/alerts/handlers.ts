import type { Received, Red, SeenPatterns, Sent } from '#features/alerts/alert.contract.ts'
import type { RolesView } from '#features/teams/roles/roles.contract.ts'
import type { AlertsCalls, DraftLine } from '../../rooms/alerts/calls.ts'
import type { Handlers, Tell } from '../answers.ts'
import type { Mail } from '../mail.ts'
import { peersFor } from '../nodes/peers.ts'
import { choose, drawUp } from './draw-up.ts'
import { openFile } from './files.ts'
import { hearNews } from './hear-news.ts'
import { nameOf } from './names.ts'
import { planHandlers } from './plan.ts'
import { answer, lookAt, open, turn } from './receive.ts'
import { approveAndSend, send, showAlert, showChanged } from './send.ts'

type Page<Row> = { readonly rows: readonly Row[]; readonly next: string | null }

/** Alerts to other offices, and from them. */
export function alertsHandlers(mail: () => Mail, tell: Tell): Handlers<AlertsCalls> {
  const post = async (path: string, body: object): Promise<null> => {
    await mail().vault.door.ask(path, body)
    return null
  }
  return {
    ...boardHandlers(mail),
    ...planHandlers(mail),
    'alerts.listen': async () => {
      void hearNews(mail().vault.door, tell)
      return null
    },
    'alerts.choose': ({ case: code }) => choose(mail(), code),
    'alerts.draft': (given) => drawUp(mail(), given),
    'alerts.view': ({ alert }) => showAlert(mail(), alert),
    'alerts.again': ({ alert }) => showChanged(mail(), alert),
    'alerts.approve': async ({ alert }) => {
      await approveAndSend(mail(), alert)
      return null
    },
    'alerts.send': async ({ alert }) => {
      await send(mail(), alert)
      return null
    },
    'alerts.drop': (given) => post('alerts/drop', given),
    'alerts.withdraw': (given) => post('alerts/withdraw', given),
    'alerts.look': ({ delivery }) => lookAt(mail().vault, delivery),
    'alerts.open': ({ delivery }) => open(mail().vault, delivery),
    'alerts.turn': async (given) => {
      await turn(mail().vault, given)
      return null
    },
    'alerts.file': (asked) => openFile(mail().vault, asked),
    'alerts.answer': async ({ delivery, text, files }) => {
      await answer(mail().vault, delivery, { text, files: files ?? [] })
      return null
    },
    'alerts.cap': async (given) => ({ file: new Uint8Array((await mail().vault.door.bytes('alerts/received/cap', given)).bytes) }),
  }
}

function boardHandlers(
  mail: () => Mail,
): Pick<Handlers<AlertsCalls>, 'alerts.sent' | 'alerts.received' | 'alerts.red' | 'alerts.patterns' | 'alerts.drafts' | 'alerts.roles'> {
  return {
    'alerts.sent': async (asked) => {
      const { vault } = mail()
      const { rows, next } = await vault.door.ask<Page<Sent>>('alerts/sent', asked)
      await peersFor(
        vault,
        rows.map(({ office }) => office),
      )
      return { rows: rows.map((row) => ({ ...row, name: nameOf(vault, row.office), signed: null })), next }
    },
    'alerts.received': async (asked) => {
      const { vault } = mail()
      const { rows, next } = await vault.door.ask<Page<Received>>('alerts/received', asked)
      await peersFor(
        vault,
        rows.map(({ from }) => from),
      )
      return { rows: rows.map((row) => ({ ...row, name: nameOf(vault, row.from) })), next }
    },
    'alerts.red': async () => {
      const { vault } = mail()
      const { rows } = await vault.door.ask<Red>('alerts/red')
      await peersFor(
        vault,
        rows.map(({ office }) => office),
      )
      return rows.map((row) => ({ ...row, name: nameOf(vault, row.office) }))
    },
    'alerts.patterns': () => mail().vault.door.ask<SeenPatterns>('alerts/patterns'),
    'alerts.drafts': async () => (await mail().vault.door.ask<{ drafts: DraftLine[] }>('alerts/drafts')).drafts,
    'alerts.roles': async () => {
      const { vault } = mail()
      const { members } = await vault.door.ask<RolesView>('roles/list')
      return members.find(({ member }) => member === vault.member)?.roles ?? []
    },
  }
}
