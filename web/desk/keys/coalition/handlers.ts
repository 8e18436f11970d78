import type { Consultation, Shared, StatementRow } from '#features/diplomacy/coalition/coalition.contract.ts'
import { newPublicCode } from '#kernel/ids.ts'
import type { CoalitionCalls } from '../../rooms/coalition/calls.ts'
import { nameOf } from '../alerts/names.ts'
import type { Handlers } from '../answers.ts'
import type { Vault } from '../vault.ts'
import { publishedForm, reviseJoint, showJoint, signJoint } from './joint.ts'

/** Joint statements and consultations: words are opened and signed here, the server has their hash. */
export function coalitionHandlers(opened: () => Vault): Handlers<CoalitionCalls> {
  const ask = <Answer>(path: string, body: object) => opened().door.ask<Answer>(`coalition/${path}`, body)
  const post = async (path: string, body: object): Promise<null> => {
    await ask(path, body)
    return null
  }
  return {
    'coalition.list': async () => {
      const vault = opened()
      const { statements, today } = await ask<{ statements: StatementRow[]; today: string }>('statements/list', {})
      return { statements: statements.map((one) => ({ ...one, name: nameOf(vault, one.by), isOwn: one.by === vault.team })), today }
    },
    'coalition.offices': async () => {
      const { list } = opened()
      return { offices: list.ok ? list.teams.map(({ id, name, recipient }) => ({ team: id, name, receives: recipient !== null })) : [] }
    },
    'coalition.view': ({ statement }) => showJoint(opened(), statement),
    'coalition.keep': async ({ before, title, signBy }) => {
      const named = before ?? { id: crypto.randomUUID(), code: newPublicCode('L'), revision: 0 }
      await ask('statements/keep', { ...named, title, signBy })
      return { code: named.code }
    },
    'coalition.revise': async (given) => {
      await reviseJoint(opened(), given)
      return null
    },
    'coalition.sign': async (given) => {
      await signJoint(opened(), given)
      return null
    },
    'coalition.unsign': (given) => post('statements/unsign', given),
    'coalition.publish': (given) => post('statements/publish', given),
    'coalition.form': ({ statement }) => publishedForm(opened(), statement),
    ...consultationHandlers(ask, post),
  }
}

type Ask = <Answer>(path: string, body: object) => Promise<Answer>
type Post = (path: string, body: object) => Promise<null>

function consultationHandlers(
  ask: Ask,
  post: Post,
): Pick<
  Handlers<CoalitionCalls>,
  | 'coalition.consultations'
  | 'coalition.keepConsultation'
  | 'coalition.name'
  | 'coalition.unname'
  | 'coalition.shared'
  | 'coalition.withdraw'
> {
  return {
    'coalition.consultations': () => ask<{ consultations: readonly Consultation[] }>('consultations/list', {}),
    'coalition.keepConsultation': ({ before, body }) =>
      post('consultations/keep', { ...(before ?? { id: crypto.randomUUID(), code: newPublicCode('U'), revision: 0 }), body }),
    'coalition.name': (given) => post('participants/add', { id: crypto.randomUUID(), ...given }),
    'coalition.unname': (given) => post('participants/drop', given),
    'coalition.shared': () => ask<{ shared: readonly Shared[] }>('shared/list', {}),
    'coalition.withdraw': (given) => ask<{ ended: number }>('shared/withdraw', given),
  }
}
