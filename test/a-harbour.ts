import pg from 'pg'
import { type ADesk, type AMember, aDesk, aFoundedTeam, anotherMember } from './a-desk.ts'

/** A desk with three teams: harbour with two members, quay beside it, and dock, which answers to a state. */
export type AHarbour = {
  readonly desk: ADesk
  readonly superuser: pg.Client
  readonly ana: AMember
  readonly ben: AMember
  readonly quay: AMember
  readonly dock: AMember
  /** The key of harbour's epoch. */
  readonly seed: Uint8Array
  stop(): Promise<void>
}

export async function aHarbour(): Promise<AHarbour> {
  const desk = await aDesk()
  const superuser = new pg.Client({ connectionString: desk.database.superuserUrl })
  await superuser.connect()
  const { founder: ana, epochSeed: seed } = await aFoundedTeam(desk, 'harbour')
  const ben = await anotherMember(desk, ana)
  const { founder: quay } = await aFoundedTeam(desk, 'quay')
  const { founder: dock } = await aFoundedTeam(desk, 'dock', { kind: 'state', of: ['DE'] })
  const stop = async () => {
    await superuser.end()
    await desk.stop()
  }
  return { desk, superuser, ana, ben, quay, dock, seed, stop }
}
