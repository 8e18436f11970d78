import { h } from 'preact'
import { go } from '../../address.ts'
import type { Room } from '../../room.ts'
import { say } from '../../words.ts'
import { addCaseTab } from '../cases/tabs.ts'
import { AuditPage, CaseAudit } from './page.ts'
import { forgetAudit } from './state.ts'

addCaseTab({ id: 'audit', title: () => say('audit.tab'), view: (code) => h(CaseAudit, { code }) })

/** The ledger, for readers and auditors. */
export const auditRoom: Room = {
  id: 'audit',
  letter: '',
  title: () => say('audit.title'),
  stands: 'house',
  view: () => h(AuditPage, {}),
  commands: () => [{ id: 'audit.look', words: () => say('audit.title'), run: () => go('audit') }],
  forget: forgetAudit,
}
