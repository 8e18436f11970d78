import { type Door, door } from '#base/door.ts'
import type { InboxDesk } from '#features/reports/index.ts'
import type { Caller } from '#features/teams/index.ts'
import * as contract from './consent.contract.ts'
import { askConsent, giveConsent, viewConsent, withdrawConsent } from './keep-consent.ts'

/** Doors of a case's readers to what its people agreed to. */
export function consentDoors(desk: Pick<InboxDesk, 'base'>): Door<Caller>[] {
  return [
    door('/api/desk/consent/list', contract.ConsentListInput, ({ caller, input }) => viewConsent(desk, caller, input.case)),
    door('/api/desk/consent/give', contract.GiveConsentInput, ({ caller, input }) => giveConsent(desk, caller, input)),
    door('/api/desk/consent/withdraw', contract.WithdrawConsentInput, ({ caller, input }) => withdrawConsent(desk, caller, input)),
    door('/api/desk/consent/ask', contract.AskConsentInput, ({ caller, input }) => askConsent(desk, caller, input)),
  ]
}
