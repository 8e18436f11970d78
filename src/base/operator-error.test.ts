import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OperatorError, sentenceOfDiskFault, withDiskSentences } from './operator-error.ts'

const fault = (code: string) => Object.assign(new Error('raw words'), { code })

test('each fault of a disk has its sentence, with the place and what mends it', () => {
  for (const code of ['ENOSPC', 'EDQUOT', '53100'])
    assert.match(sentenceOfDiskFault(fault(code), '/srv/data') ?? '', /^The disk that holds \/srv\/data is full\. Free at least 256 MB/)
  assert.match(sentenceOfDiskFault(fault('EROFS'), '/srv/data') ?? '', /can only be read\. Choose another folder with --data\.$/)
  for (const code of ['EACCES', 'EPERM'])
    assert.match(sentenceOfDiskFault(fault(code), '/srv/data') ?? '', /^This user may not read and write in \/srv\/data\./)
})

test('what is no fault of the disk stays what it is', async () => {
  assert.equal(sentenceOfDiskFault(fault('ECONNREFUSED'), '/x'), undefined)
  assert.equal(sentenceOfDiskFault('ENOSPC', '/x'), undefined)
  const bug = new TypeError('ours')
  await assert.rejects(
    withDiskSentences('/x', () => Promise.reject(bug)),
    (error) => error === bug,
  )
  const said = new OperatorError('already a sentence')
  await assert.rejects(
    withDiskSentences('/x', () => Promise.reject(said)),
    (error) => error === said,
  )
  assert.equal(await withDiskSentences('/x', async () => 7), 7)
})

test('the fault behind a sentence is kept for whoever debugs, and its words are not repeated', async () => {
  const full = fault('ENOSPC')
  await assert.rejects(
    withDiskSentences('/x', () => Promise.reject(full)),
    (error) => {
      assert.ok(error instanceof OperatorError)
      assert.equal(error.cause, full)
      assert.equal(error.message.includes('raw words'), false)
      return true
    },
  )
})
