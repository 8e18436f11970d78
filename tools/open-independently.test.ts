import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { inflateSync } from 'node:zlib'
import { identityText, newSeed, recipientOf } from '#crypto/age/identity.ts'
import { randomBytes, utf8 } from '#crypto/bytes.ts'
import { anItem, aTeam } from '#crypto/seal/an-item.ts'
import { writeArmour } from '#crypto/seal/armour.ts'
import { readFrame } from '#crypto/seal/frame.ts'
import { sealItem } from '#crypto/seal/item.ts'
import { sealTo } from '#crypto/seal/seal-age.ts'
import { readIdentity } from './independent/hybrid-key.ts'
import { open } from './open-independently.ts'

const home = resolve(import.meta.dirname, '..')
const testkit = join(resolve(home, process.env['ASYLIA_SHARED'] ?? '../shared'), 'conformance', 'age', 'testkit')

test('the independent opener opens what we seal: files of any length, armour, stored parts and frames', async () => {
  const team = aTeam()
  const key = readIdentity(identityText(team.seed))
  for (const length of [0, 1, 65_536, 70_000]) {
    const plain = randomBytes(length)
    const sealed = await sealTo([recipientOf(newSeed()), team.recipient], plain)
    assert.deepEqual(open([key], Buffer.from(sealed)), Buffer.from(plain))
    assert.deepEqual(open([key], Buffer.from(writeArmour(sealed))), Buffer.from(plain))
  }
  const { frame } = await sealItem(anItem([team, aTeam('delta')], {}, 'Tôi muốn kể'))
  const { envelope, body } = readFrame(frame)
  const read = open([key], Buffer.from(frame))?.toString('utf8') ?? ''
  assert.match(read, /\n\nTôi muốn kể\n$/)
  assert.match(read, /"lang": "vi"/)
  assert.equal(open([key], Buffer.from(envelope), Buffer.from(body))?.toString('utf8'), read)
  assert.equal(open([readIdentity(identityText(newSeed()))], Buffer.from(frame)), undefined)
})

test('the independent opener refuses what was changed (T-05)', async () => {
  const team = aTeam()
  const key = readIdentity(identityText(team.seed))
  const [one, two] = [readFrame((await sealItem(anItem([team]))).frame), readFrame((await sealItem(anItem([team]))).frame)]
  assert.throws(() => open([key], Buffer.from(one.envelope), Buffer.from(two.body)))
  const sealed = Buffer.from(await sealTo([team.recipient], utf8('words')))
  for (const at of [0, 25, 1_590, 1_630, sealed.length - 1]) {
    const flipped = Buffer.from(sealed)
    flipped[at] = (flipped[at] ?? 0) ^ 1
    let opened: Buffer | undefined
    try {
      opened = open([key], flipped)
    } catch {
      continue
    }
    assert.equal(opened, undefined, `${at}`)
  }
})

test('the independent opener agrees with the published hybrid vectors', (t) => {
  if (!existsSync(testkit)) return t.skip('ASYLIA_SHARED is absent')
  const names = readdirSync(testkit).filter((name) => name.startsWith('hybrid') || name === 'armor_hybrid')
  assert.ok(names.length >= 11)
  for (const name of names) {
    const bytes = readFileSync(join(testkit, name))
    const end = bytes.indexOf('\n\n')
    const head = bytes.subarray(0, end).toString('utf8')
    const field = (key: string): string | undefined => new RegExp(`^${key}: (.*)$`, 'm').exec(head)?.[1]
    const keys = [...head.matchAll(/^identity: (AGE-SECRET-KEY-PQ-.*)$/gm)].map(([, text = '']) => readIdentity(text))
    assert.equal(
      outcomeOf(keys, field('compressed') === 'zlib' ? inflateSync(bytes.subarray(end + 2)) : bytes.subarray(end + 2)),
      field('expect') === 'success' ? field('payload') : 'none',
      name,
    )
  }
})

test('the independent opener reads the published frame and envelopes as published', () => {
  const [report] = casesOf('frame')
  const opened = open([readIdentity(`${report?.given['identity']}`)], hexed(report?.given['frame']))?.toString('utf8') ?? ''
  const { header, text } = report?.expect ?? {}
  assert.deepEqual(JSON.parse(opened.slice(0, opened.indexOf('\n\n'))), header)
  assert.ok(typeof text === 'string' && opened.endsWith(`\n\n${text}\n`))
  const envelopes = casesOf('envelope').filter(({ given }) => given['file'] !== undefined)
  assert.equal(envelopes.length, 6)
  for (const { given, expect } of envelopes) {
    const seeds = given['identities'] as readonly string[]
    const plain = open([readIdentity(identityText(Buffer.from(seeds.at(-1) ?? '', 'hex')))], hexed(given['file'])) ?? Buffer.alloc(4)
    assert.deepEqual(JSON.parse(plain.subarray(4, 4 + plain.readUInt32BE(0)).toString('utf8')), expect?.['payload'])
  }
})

test('it runs from the command line and imports neither the product nor a package', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'asylia-'))
  try {
    const team = aTeam()
    writeFileSync(join(folder, 'identity'), `# invented\n${identityText(team.seed)}\n`)
    writeFileSync(join(folder, 'frame'), (await sealItem(anItem([team], {}, 'from the line'))).frame)
    const script = join(home, 'tools', 'open-independently.ts')
    const said = execFileSync(process.execPath, [script, join(folder, 'identity'), join(folder, 'frame')], { encoding: 'utf8' })
    assert.match(said, /from the line\n$/)
  } finally {
    rmSync(folder, { recursive: true })
  }
  const files = ['open-independently.ts', ...readdirSync(join(home, 'tools', 'independent')).map((name) => join('independent', name))]
  for (const file of files) {
    const imports = [...readFileSync(join(home, 'tools', file), 'utf8').matchAll(/from '([^']+)'/g)].map(([, from = '']) => from)
    assert.deepEqual(
      imports.filter((from) => !from.startsWith('node:') && !from.startsWith('./')),
      [],
      file,
    )
  }
})

function outcomeOf(keys: Parameters<typeof open>[0], file: Buffer): string {
  try {
    const plain = open(keys, file)
    return plain === undefined ? 'none' : createHash('sha256').update(plain).digest('hex')
  } catch {
    return 'none'
  }
}

type Fields = Readonly<Record<string, unknown>>

function casesOf(name: string): readonly { readonly given: Fields; readonly expect?: Fields }[] {
  const file = readFileSync(join(home, 'vectors', 'sealing', `${name}.json`), 'utf8')
  return (JSON.parse(file) as { cases: readonly { given: Fields; expect?: Fields }[] }).cases
}

function hexed(text: unknown): Buffer {
  return Buffer.from(`${text}`, 'hex')
}
