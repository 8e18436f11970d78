import type { Directory, Duty } from '#features/alerts/focal.contract.ts'
import type { DirectoryCalls } from '../../rooms/directory/calls.ts'
import { nameOf } from '../alerts/names.ts'
import type { Handlers } from '../answers.ts'
import { peersFor } from '../nodes/peers.ts'
import { refresh, type Vault } from '../vault.ts'

/** Who is responsible where, and where the notices of the own office go. */
export function directoryHandlers(opened: () => Vault): Handlers<DirectoryCalls> {
  const post = async (path: string, body: object): Promise<null> => {
    await opened().door.ask(path, body)
    return null
  }
  return {
    'directory.list': async () => {
      const vault = opened()
      await refresh(vault)
      const told = await vault.door.ask<Directory>('focal-points')
      const away = told.points.map(({ team }) => team)
      await peersFor(vault, away)
      const teams = vault.list.ok ? vault.list.teams : []
      return {
        ...told,
        own: vault.team,
        names: {
          ...Object.fromEntries(away.map((team) => [team, nameOf(vault, team)])),
          ...Object.fromEntries(teams.map(({ id, name }) => [id, name])),
        },
        teams: teams.map(({ id, of, recipient }) => ({ team: id, of, receives: recipient !== null })),
      }
    },
    'directory.keep': (given) => post('focal-points/keep', given),
    'directory.drop': (given) => post('focal-points/drop', given),
    'directory.publish': (given) => post('focal-points/publish', given),
    'directory.unpublish': (given) => post('focal-points/unpublish', given),
    'directory.duty': async () => (await opened().door.ask<{ steps: Duty[] }>('focal-points/duty')).steps,
    'directory.keepDuty': (given) => post('focal-points/duty/keep', given),
  }
}
