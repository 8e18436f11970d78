import type { PlanOffice, PlanSeen } from '#features/alerts/plan/plan.contract.ts'
import type { Task } from '#features/cases/tasks/task.contract.ts'
import type { AlertsCalls, Names, PlanShown } from '../../rooms/alerts/calls.ts'
import type { Handlers } from '../answers.ts'
import type { Mail } from '../mail.ts'
import { peersFor } from '../nodes/peers.ts'
import type { Vault } from '../vault.ts'
import { nameOf } from './names.ts'

type PlanCalls = 'alerts.plan' | 'alerts.planShare' | 'alerts.planGive' | 'alerts.planCame' | 'alerts.planTurn'

/** What several offices do about one case: codes alone, so nothing here is opened or sealed. */
export function planHandlers(mail: () => Mail): Pick<Handlers<AlertsCalls>, PlanCalls> {
  const post = async (path: string, body: object): Promise<null> => {
    await mail().vault.door.ask(path, body)
    return null
  }
  return {
    'alerts.plan': ({ case: code }) => planOf(mail().vault, code),
    'alerts.planShare': (given) => post('plan/share', given),
    'alerts.planGive': (given) => post('plan/give', given),
    'alerts.planCame': async (asked) => {
      const { vault } = mail()
      const seen = await vault.door.ask<PlanSeen>('alerts/received/plan', asked)
      const offices = seen.tasks.map(({ office }) => office)
      return { ...seen, names: await namesOf(vault, offices) }
    },
    'alerts.planTurn': (given) => post('alerts/received/task', given),
  }
}

async function planOf(vault: Vault, code: string): Promise<PlanShown> {
  const { offices } = await vault.door.ask<{ offices: PlanOffice[] }>('plan/view', { case: code })
  const tasks: Task[] = []
  for (let more = true; more; ) {
    const last = tasks.at(-1)
    const after = last === undefined ? null : { on: last.due, task: last.task }
    const page = await vault.door.ask<{ tasks: Task[]; more: boolean }>('tasks/list', { case: code, owner: null, state: null, after })
    tasks.push(...page.tasks)
    more = page.more
  }
  const said = [...offices.map(({ office }) => office), ...tasks.flatMap(({ partner, declined }) => [partner, declined])]
  const names = await namesOf(
    vault,
    said.filter((one) => one !== null),
  )
  return { offices: offices.map((one) => ({ ...one, name: names[one.office] ?? {} })), tasks, names }
}

async function namesOf(vault: Vault, offices: readonly string[]): Promise<Record<string, Names>> {
  await peersFor(vault, offices)
  return Object.fromEntries(offices.map((office) => [office, nameOf(vault, office)]))
}
