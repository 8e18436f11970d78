import { randomBytes, randomUUID } from 'node:crypto'
import pg from 'pg'
import { newSeed, recipientOf } from '#crypto/age/identity.ts'
import { b64u } from '#crypto/bytes.ts'
import { sealTo } from '#crypto/seal/seal-age.ts'
import { alertBinds } from '#crypto/team/alert.ts'
import type { Draft, Marks } from '#features/alerts/alert.contract.ts'
import { newPublicCode } from '#kernel/ids.ts'
import { type ADesk, type AMember, must } from './a-desk.ts'
import { approved } from './an-approval.ts'

const second = (date: Date) => `${date.toISOString().slice(0, 19)}Z`
/** A sealed text of the one length that they have; what is inside does not matter to a server. */
export const aText = async () => b64u(await sealTo([recipientOf(newSeed())], new Uint8Array(16_384)))
export const aWrap = async () => b64u(await sealTo([recipientOf(newSeed())], new Uint8Array(512)))

export function theMarks(desk: ADesk, over: Partial<Marks> = {}): Marks {
  return {
    kind: 'urgent_action',
    tlp: 'TLP:RED',
    level: 5,
    asks: 'contact',
    answerBy: second(new Date(desk.now().getTime() + 3 * 3_600_000)),
    endsAt: second(new Date(desk.now().getTime() + 72 * 3_600_000)),
    about: [],
    says: false,
    names: null,
    shows: false,
    offices: ['quay'],
    scopes: (over.offices ?? ['quay']).map((office) => `${office}:${office === 'dock' ? 'focal_point' : 'partners'}`),
    salt: randomBytes(32).toString('hex'),
    digest: randomBytes(32).toString('hex'),
    ...over,
  }
}

/** What a browser sends to draw one up. */
export async function aDraft(desk: ADesk, over: Partial<Omit<Draft, 'marks'>> & { readonly marks?: Partial<Marks> } = {}): Promise<Draft> {
  const { marks, ...more } = over
  return {
    id: randomUUID(),
    code: newPublicCode('W'),
    case: null,
    version: 0,
    marks: theMarks(desk, marks),
    text: randomUUID(),
    epoch: 1,
    body: await aText(),
    wrap: await aWrap(),
    ...more,
  }
}

/** What these offices are called between installations. */
async function addressesOf({ database }: ADesk, offices: readonly string[]): Promise<string[]> {
  const client = new pg.Client({ connectionString: database.superuserUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ address: string }>(
      `select coalesce(t.node_slug || '@' || n.instance, t.slug) as address
       from asylia.team t left join asylia.node n on n.id = t.node_id where t.slug = any ($1)`,
      [offices],
    )
    return rows.map(({ address }) => address)
  } finally {
    await client.end()
  }
}

/** The yes of two to exactly this version. */
export async function yesOfTwo(desk: ADesk, [one, other]: readonly [AMember, AMember], draft: Draft, version = 1): Promise<void> {
  const offices = await addressesOf(desk, draft.marks.offices)
  const binds = alertBinds({ ...draft.marks, offices, code: draft.code, version, salt: Buffer.from(draft.marks.salt, 'hex') })
  await approved(desk, one, other, {
    action: 'alert.send',
    subject: draft.code,
    binds,
    ...(draft.case === null ? {} : { case: draft.case }),
  })
}

/** One sealed copy for each office that it names. */
export async function theCopies(draft: Draft, epoch = 1) {
  const copies = await Promise.all(
    draft.marks.offices.map(async (office) => ({
      office,
      delivery: randomUUID(),
      text: randomUUID(),
      epoch,
      body: await aText(),
      wrap: await aWrap(),
    })),
  )
  return { alert: draft.code, copies }
}

/** Drawn up by one, approved by another, on its way to its offices. */
export async function aSentAlert(desk: ADesk, two: readonly [AMember, AMember], over: Parameters<typeof aDraft>[1] = {}): Promise<Draft> {
  const draft = await aDraft(desk, over)
  must(await two[0].post('/alerts/draft', draft), 200)
  await yesOfTwo(desk, two, draft)
  must(await two[1].post('/alerts/send', await theCopies(draft)), 200)
  return draft
}
