// needs qpdf
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { Refusal } from '#kernel/refusal.ts'
import { aPdf } from './a-pdf.ts'
import { readFileToText } from './read-file.ts'

test('a PDF with a password is refused; one that opens without is read', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'asylia-pdf-'))
  try {
    const [plain, locked, open] = [join(folder, 'plain.pdf'), join(folder, 'locked.pdf'), join(folder, 'open.pdf')]
    await writeFile(plain, aPdf([['An invented line of a text.']]))
    execFileSync('qpdf', ['--encrypt', 'secret', 'owner', '256', '--', plain, locked])
    execFileSync('qpdf', ['--encrypt', '', 'owner', '256', '--', plain, open])
    await assert.rejects(readFileToText(await readFile(locked)), (error) => error instanceof Refusal && error.code === 'document.encrypted')
    assert.match((await readFileToText(await readFile(open))).text, /An invented line/)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
