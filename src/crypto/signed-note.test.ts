import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type NoteKey, noteSigner, openNote, parseVerifierKey } from './signed-note.ts'

const seed = (byte: number): Uint8Array => new Uint8Array(32).fill(byte)

async function keyOf(verifierKey: string): Promise<NoteKey> {
  const key = await parseVerifierKey(verifierKey)
  assert.ok(key)
  return key
}

const log = await noteSigner('log.example/ledger', seed(1))
const witness = await noteSigner('witness.example/one', seed(2))
const stranger = await noteSigner('log.example/ledger', seed(3))
const logKey = await keyOf(log.verifierKey)
const witnessKey = await keyOf(witness.verifierKey)
const signatureOf = (note: string): string => note.slice(note.lastIndexOf('\n\n') + 2)

test('the example of the specification opens with its verifier key', async () => {
  const key = await keyOf('example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k')
  const note =
    'This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n'
  assert.deepEqual(await openNote(note, [key]), { ok: true, text: 'This is an example message.\n', signedBy: ['example.com/foo'] })
})

test('the signer has the key of RFC 8032 test 1', async () => {
  const signer = await noteSigner('rfc8032.example', Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex'))
  const encoded = signer.verifierKey.split('+').slice(2).join('+')
  assert.equal(Buffer.from(encoded, 'base64').toString('hex'), '01d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a')
})

test('a signed text opens, empty lines inside it included', async () => {
  for (const text of ['one\n', 'one\n\ntwo\n', '\n', '\n\n\n', 'één — ผู้\n']) {
    assert.deepEqual(await openNote(await log.sign(text), [witnessKey, logKey]), { ok: true, text, signedBy: [log.name] })
  }
})

test('several known signatures are all named, once each, and unknown ones are passed over', async () => {
  const text = 'a\n'
  const lines = await Promise.all([stranger, log, witness, log].map(async (signer) => signatureOf(await signer.sign(text))))
  const opened = await openNote(`${text}\n${lines.join('')}`, [logKey, witnessKey])
  assert.deepEqual(opened, { ok: true, text, signedBy: [log.name, witness.name] })
})

test('a note without a signature of a known key is refused', async () => {
  const note = await stranger.sign('a\n')
  assert.deepEqual(await openNote(note, [logKey, witnessKey]), { ok: false, why: 'unknown' })
  assert.deepEqual(await openNote(await log.sign('a\n'), []), { ok: false, why: 'unknown' })
})

test('one bad signature of a known key refuses the note, whoever else signed it', async () => {
  const good = await witness.sign('a\n')
  const elsewhere = signatureOf(await log.sign('b\n'))
  assert.deepEqual(await openNote(good + elsewhere, [logKey, witnessKey]), { ok: false, why: 'forged' })
})

test('sixteen signatures are read and a flood of them is not', async () => {
  const line = signatureOf(await log.sign('a\n'))
  assert.equal((await openNote(`a\n\n${line.repeat(16)}`, [logKey])).ok, true)
  assert.deepEqual(await openNote(`a\n\n${line.repeat(101)}`, [logKey]), { ok: false, why: 'malformed' })
  assert.deepEqual(await openNote(await log.sign(`${'a'.repeat(1_000_000)}\n`), [logKey]), { ok: false, why: 'malformed' })
})

test('a malformed note is refused before any key is asked', async () => {
  const good = await log.sign('a\n')
  const line = signatureOf(good)
  const bad = [
    '',
    'a\n',
    'a\n\n',
    line,
    good.slice(0, -1),
    `${good}\n`,
    `${good}x`,
    good.replace('— ', '- '),
    good.replace('— ', '—  '),
    good.replace('— ', '—\u00a0'),
    good.replace(log.name, 'log+example'),
    good.replace(log.name, 'log\u2003example'),
    good.replace(log.name, ''),
    good.replace('a\n', 'a\r\n'),
    good.replace('a', '\ud800'),
    good.replace('a', '\u0000'),
    good.replace(/ [^ ]+\n$/, ' AAAAAA==\n'),
    good.replace(/=\n$/, '\n'),
    good.replace(/\n$/, ' \n'),
  ]
  for (const note of bad) assert.deepEqual(await openNote(note, [logKey]), { ok: false, why: 'malformed' }, JSON.stringify(note))
})

test('no change to a signed note leaves it open with another text', async () => {
  const note = await log.sign('origin\n13\nroot\n')
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: note.length - 1 }), fc.string({ unit: 'binary', maxLength: 2 }), async (at, put) => {
      const changed = note.slice(0, at) + put + note.slice(at + 1)
      const opened = await openNote(changed, [logKey])
      assert.ok(!opened.ok || changed === note)
    }),
    { numRuns: 300 },
  )
})

test('a verifier key reads back, and a malformed one is refused', async () => {
  assert.deepEqual([logKey.name, logKey.id.toString(16).padStart(8, '0')], [log.name, log.verifierKey.split('+')[1]])
  const good = log.verifierKey
  const [name = '', id = '', key = ''] = [log.name, good.split('+')[1], good.split('+').slice(2).join('+')]
  const bad = [
    '',
    name,
    `${name}+${id}`,
    `+${id}+${key}`,
    `a b+${id}+${key}`,
    `${name}+${id.slice(1)}+${key}`,
    `${name}+00000000+${key}`,
    `other+${id}+${key}`,
  ]
  const otherType = Buffer.from(key, 'base64').fill(4, 0, 1).toString('base64')
  bad.push(`${name}+${id}+${otherType}`, `${name}+${id}+${key.slice(4)}`, `${name}+${id}+${key}\n`, `${name}+${id.toUpperCase()}X+${key}`)
  for (const text of bad) assert.equal(await parseVerifierKey(text), undefined, text)
})

test('a signer is not made of a bad name or seed and signs no text that a note may not hold', async () => {
  for (const name of ['', 'a b', 'a+b', 'a\nb', 'a\u0007b', '\ud800']) await assert.rejects(noteSigner(name, seed(1)), TypeError)
  await assert.rejects(noteSigner('a', new Uint8Array(31)), TypeError)
  for (const text of ['', 'a', 'a\tb\n', '\ud800\n']) await assert.rejects(log.sign(text), TypeError)
})
