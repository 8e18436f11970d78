import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { b64u } from '#crypto/bytes.ts'
import { canonicalBytes } from '#crypto/canonical.ts'
import { openBlob } from '#crypto/mailbox/blob.ts'
import { convOf } from '#crypto/mailbox/conv.ts'
import { partsOf, type ReplyDraft, replyKeyOf, writeReply } from '#crypto/mailbox/reply.ts'
import { readSelf } from '#crypto/mailbox/self.ts'
import type { Self } from '#crypto/mailbox/shapes.ts'
import { deleteHash, deleteToken, selfSlotId, selfSlots, slotId } from '#crypto/mailbox/slots.ts'
import { openerOf, openWith } from '#crypto/open/open-age.ts'
import { aTeam, seedOf } from '#crypto/roster/a-roster.ts'
import { type MailboxKeys, mailboxKeys, masterKey } from '#crypto/secret/mailbox-keys.ts'
import { newSecret, readSecret, wordsOf } from '#crypto/secret/secret.ts'
import { aList, aReportHouse, dayFrom, type ReportHouse } from './a-report-house.ts'

const EPOCH = 3
const keyOf = (id: string): Uint8Array => seedOf(`${id} epoch ${EPOCH}`)
const replying = (id: string) => ({
  not_before: dayFrom(-3),
  not_after: dayFrom(27),
  reply_key: b64u(replyKeyOf(keyOf(id)).public),
})

/** Two invented teams that can answer, and one under the authority of a state. */
export const TEAMS = [
  aTeam(
    'harbour',
    {
      name: { en: 'Harbour Desk', vi: 'Bàn Bến Cảng', th: 'โต๊ะท่าเรือ', fr: 'Bureau du Port', ar: 'مكتب الميناء' },
      kind: 'ngo',
      serves: ['TH'],
    },
    replying('harbour'),
  ),
  aTeam('focal-th', { name: { en: 'Focal point Bangkok' }, kind: 'eu', serves: ['TH'] }, replying('focal-th')),
  aTeam('liaison', { name: { en: 'Liaison office Germany' }, kind: 'state', of: ['DE'] }, replying('liaison')),
]

export type MailHouse = ReportHouse & {
  readonly teams: typeof TEAMS
  /** A sealed segment as it lies on the disk; null where there is none. */
  segment(set: string, index: number): Promise<Uint8Array | null>
}

export async function aMailHouse(): Promise<MailHouse> {
  const house = await aReportHouse(aList(TEAMS))
  await house.publish({ 'epochs-former.json': canonicalBytes({ statements: [] }) })
  const segment = async (set: string, index: number): Promise<Uint8Array | null> => {
    const { rows } = await house.superuser.query<{ store: Buffer }>('select store from intake.file_set where set_id = $1', [
      Buffer.from(set, 'hex'),
    ])
    const name = rows[0]?.store.toString('hex')
    return name === undefined ? null : readFile(join(dirname(house.roster), 'blobs', name, String(index))).catch(() => null)
  }
  return { ...house, teams: TEAMS, segment }
}

/** Words that nobody ever used, and that pass their own check. */
export function unusedWords(): string {
  return wordsOf(newSecret()).join(' ')
}

export async function keysOf(house: ReportHouse, words: readonly string[]): Promise<MailboxKeys> {
  const read = readSecret(words.join(' '))
  if (!read.ok) throw new Error('these are no words')
  return mailboxKeys(await masterKey(read.secret, house.list.pins.instance))
}

export type Answer = Partial<ReplyDraft> & {
  readonly from: 'harbour' | 'focal-th'
  readonly text: string
  readonly at: number
  readonly forged?: boolean
}

/** A team's message, in the slot where a team puts it; `forged` takes another team's reply key. */
export async function answer(house: ReportHouse, keys: MailboxKeys, { at, forged, ...draft }: Answer): Promise<void> {
  const i = 16 + at
  const [reply] = partsOf({
    n: at + 1,
    epoch: EPOCH,
    readers: ['harbour', 'focal-th'],
    seen: { seq: 0, step: '00'.repeat(32), never_sha256: '00'.repeat(32) },
    lang: 'en',
    ...draft,
  })
  if (reply === undefined) throw new Error('nothing to send')
  const { secret } = replyKeyOf(keyOf(forged === true ? 'nobody' : draft.from))
  await store(house, keys, i, await writeReply({ conv: convOf(keys, 0, 0), w: 0, i }, reply, secret))
}

/** Whatever bytes in a team's slot. */
export async function store(house: ReportHouse, keys: MailboxKeys, i: number, blob: Uint8Array): Promise<void> {
  const id = slotId(keys, 0, 0, i)
  const values = [Buffer.from(id), Buffer.from(deleteHash(deleteToken(keys, id))), Buffer.from(blob)]
  await house.superuser.query(
    'insert into intake.slot (day, slot_id, delete_hash, blob) select max(day), $1, $2, $3 from intake.slot',
    values,
  )
}

/** What the reporter's newest memory in the first window says. */
export async function memoryOfWords(house: ReportHouse, keys: MailboxKeys): Promise<Self> {
  const openers = [openerOf(keys.identitySeed)]
  for (const slot of selfSlots(0).toReversed()) {
    const id = Buffer.from(selfSlotId(keys, slot.w, slot.i))
    const { rows } = await house.superuser.query<{ blob: Buffer }>('select blob from intake.slot where slot_id = $1', [id])
    const [row] = rows
    if (row === undefined) continue
    const content = await openBlob((sealed) => openWith(openers, sealed, { min: 1, max: 1 }), row.blob)
    const self = content === null ? null : readSelf(keys, slot, content)
    if (self !== null) return self
  }
  throw new Error('no memory under these words')
}

/** Requests of a page to our doors, in order: method, path without its random parts, and length of the body. */
export function watchDoors(context: BrowserContext): { readonly calls: string[]; readonly clear: () => void } {
  const calls: string[] = []
  context.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (pathname.startsWith('/api/'))
      calls.push(`${request.method()} ${pathname.replace(/[0-9a-f]{32}/, '*')} ${request.postDataBuffer()?.length ?? 0}`)
  })
  return {
    calls,
    clear: () => {
      calls.length = 0
    },
  }
}

/** From a fresh page to the messages of these words. */
export async function openMailbox(page: Page, origin: string, words: string, language = 'en'): Promise<void> {
  await page.goto(`${origin}/report/${language}/`)
  await page.locator('#landing-mailbox').click()
  await page.locator('#words').fill(words)
  await page.locator('main.mailbox .actions button').first().click()
  await page.locator('main.messages').waitFor({ timeout: 30_000 })
}

/** What a person sees there, line by line. */
export async function textOf(part: Locator): Promise<string> {
  return (await part.allInnerTexts()).join('\n')
}
