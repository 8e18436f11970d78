import type {
  AddParticipant,
  Consultation,
  Joint,
  KeepConsultation,
  Shared,
  SignatureRow,
  StatementRow,
} from '#features/diplomacy/coalition/coalition.contract.ts'

export type Names = Readonly<Record<string, string>>
export type Before = { readonly id: string; readonly code: string; readonly revision: number } | null
export type SignatureShown = Omit<SignatureRow, 'signed' | 'vouching'> & { readonly name: Names; readonly problem: string | null }
export type StatementShown = StatementRow & { readonly name: Names; readonly isOwn: boolean }
export type JointShown = Omit<Joint, 'body' | 'wrap' | 'parties' | 'signatures'> & {
  readonly name: Names
  readonly isOwn: boolean
  /** The organisation of whoever looks. */
  readonly team: string
  readonly n: number
  readonly text: string | null
  readonly problem: string | null
  readonly parties: readonly { readonly team: string; readonly name: Names }[]
  readonly signatures: readonly SignatureShown[]
}
export type Office = { readonly team: string; readonly name: Names; readonly receives: boolean }

export type CoalitionCalls = {
  'coalition.list': { in: null; out: { statements: readonly StatementShown[]; today: string } }
  'coalition.offices': { in: null; out: { offices: readonly Office[] } }
  'coalition.view': { in: { statement: string }; out: JointShown }
  'coalition.keep': { in: { before: Before; title: string; signBy: string | null }; out: { code: string } }
  'coalition.revise': { in: { statement: string; text: string; parties: readonly string[] }; out: null }
  /** `title` and `text` are what stood on the screen: nothing else is signed. */
  'coalition.sign': { in: { statement: string; title: string; text: string; listed: boolean }; out: null }
  'coalition.unsign': { in: { statement: string }; out: null }
  'coalition.publish': { in: { statement: string; n: number; revision: number }; out: null }
  'coalition.form': {
    in: { statement: string }
    out: { title: string; text: string; signatories: readonly { readonly team: string; readonly name: Names }[] }
  }
  'coalition.consultations': { in: null; out: { consultations: readonly Consultation[] } }
  'coalition.keepConsultation': { in: { before: Before; body: KeepConsultation['body'] }; out: null }
  'coalition.name': { in: Omit<AddParticipant, 'id'>; out: null }
  'coalition.unname': { in: { id: string; consultation: string }; out: null }
  'coalition.shared': { in: null; out: { shared: readonly Shared[] } }
  'coalition.withdraw': { in: { team: string | null }; out: { ended: number } }
}
