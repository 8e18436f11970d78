import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseCheckpoint, writeCheckpoint } from './checkpoint.ts'

const ROOT = 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I='

test('the example of the specification is read and written to the letter', () => {
  const text = `example.com/behind-the-sofa\n20852163\n${ROOT}\n`
  const checkpoint = parseCheckpoint(text)
  assert.ok(checkpoint)
  assert.equal(checkpoint.origin, 'example.com/behind-the-sofa')
  assert.equal(checkpoint.size, 20852163)
  assert.equal(Buffer.from(checkpoint.root).toString('base64'), ROOT)
  assert.equal(writeCheckpoint(checkpoint), text)
})

test('further lines are kept and an empty one is refused', () => {
  assert.deepEqual(parseCheckpoint(`log\n1\n${ROOT}\none\ntwo\n`)?.extensions, ['one', 'two'])
  for (const text of [`log\n1\n${ROOT}\n\n`, `log\n1\n${ROOT}\none\n\n`, `log\n1\n${ROOT}\n\ntwo\n`])
    assert.equal(parseCheckpoint(text), undefined)
})

test('a text that is no checkpoint is refused', () => {
  const bad = [
    '',
    '\n',
    `log\n1\n${ROOT}`,
    `\n1\n${ROOT}\n`,
    `log\n\n${ROOT}\n`,
    'log\n1\n',
    'log\n1\n\n',
    ...['01', '00', '-1', '+1', '1.0', '1e3', ' 1', '1 ', '0x1', '١', '9007199254740992'].map((size) => `log\n${size}\n${ROOT}\n`),
    ...[ROOT.slice(0, -1), `${ROOT} `, ROOT.slice(4), `AAAA${ROOT}`, ROOT.replace('I=', 'J='), '!'].map((root) => `log\n1\n${root}\n`),
  ]
  for (const text of bad) assert.equal(parseCheckpoint(text), undefined, JSON.stringify(text))
})

const anyLine = fc.string({ minLength: 1 }).filter((line) => !line.includes('\n'))

test('what is written reads back the same', () => {
  fc.assert(
    fc.property(
      anyLine,
      fc.maxSafeNat(),
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      fc.array(anyLine, { maxLength: 3 }),
      (origin, size, root, extensions) => {
        const checkpoint = { origin, size, root, extensions }
        assert.deepEqual(parseCheckpoint(writeCheckpoint(checkpoint)), checkpoint)
      },
    ),
  )
})
