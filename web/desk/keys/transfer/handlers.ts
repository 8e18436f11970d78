import type { TransferCalls } from '../../rooms/transfer/calls.ts'
import type { Handlers } from '../answers.ts'
import { listReports } from '../decide.ts'
import { DeskFault, faultOf } from '../fault.ts'
import type { Mail } from '../mail.ts'
import { approve, check, choose, preview, propose, rows, send } from './give.ts'
import { contentView } from './parcel-view.ts'
import { accept, arrivals, giveBack } from './receive.ts'
import { openMoved } from './source.ts'

/** Reports that go to another team, and those that come from one. */
export function transferHandlers(mail: () => Mail): Handlers<TransferCalls> {
  return {
    'transfer.choose': ({ of }) => choose(mail(), of),
    'transfer.preview': ({ of, fields }) => preview(mail(), of, fields),
    'transfer.propose': (choice) => propose(mail(), choice),
    'transfer.list': () => rows(mail().vault),
    'transfer.check': ({ transfer }) => check(mail(), transfer),
    'transfer.approve': ({ transfer }) => approve(mail(), transfer),
    'transfer.undo': async ({ transfer }) => {
      await mail().vault.door.ask('transfers/undo', { transfer })
      return null
    },
    'transfer.send': async ({ transfer }) => {
      await send(mail(), transfer)
      return null
    },
    'transfer.sendDue': () => sendDue(mail()),
    'transfer.arrivals': () => arrivals(mail().vault),
    'transfer.accept': ({ incoming }) => accept(mail().vault, incoming),
    'transfer.giveBack': async ({ incoming }) => {
      await giveBack(mail().vault, incoming)
      return null
    },
    'transfer.moved': async ({ report }) => {
      const found = (await listReports(mail().vault)).find((one) => one.report === report)
      if (found === undefined) throw new DeskFault('record.not_found', 'refused')
      const parcel = await openMoved(mail().vault, found)
      return { from: parcel.transfer.statement.from, content: contentView(parcel.content, parcel.never) }
    },
  }
}

/** One that is refused is told and hinders no other. */
async function sendDue(mail: Mail): Promise<{ sent: number; refused: readonly { transfer: string; code: string }[] }> {
  const now = mail.vault.clock.now().getTime()
  const due = (await rows(mail.vault)).filter(({ mine, freeAt }) => mine === 'send' && freeAt !== null && Date.parse(freeAt) <= now)
  const refused: { transfer: string; code: string }[] = []
  for (const { transfer } of due) {
    try {
      await send(mail, transfer)
    } catch (error) {
      refused.push({ transfer, code: faultOf(error).code })
    }
  }
  return { sent: due.length - refused.length, refused }
}
