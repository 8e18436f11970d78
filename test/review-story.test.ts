// needs bsdutils
import assert from 'node:assert/strict'
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { aDocx } from '#features/documents/read/a-docx.ts'
import { aPdf } from '#features/documents/read/a-pdf.ts'
import type { Release } from '#features/observatory/release.contract.ts'
import { HOME } from './database.ts'

/** An invented letter as a PDF and a DOCX, from the file to the published record, as an operator meets it. */
const TITLE = 'Joint statement on a weaver'
const TOLD = 'The Loom Society says that Mira Okonedo was allegedly abducted in Bangkok in March 2026.'
const ASKED = 'The ninth round of the human rights dialogue should speak of her.'

let folder = ''
let data = ''
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'asylia-review-'))
  await chmod(folder, 0o711)
  data = join(folder, 'data')
  await writeFile(join(folder, 'letter.pdf'), aPdf([[TITLE, '', '', TOLD.slice(0, 62), TOLD.slice(63), '', ASKED]]))
  await writeFile(join(folder, 'letter.docx'), aDocx([{ text: TITLE, style: 'Title' }, { text: TOLD }, { text: ASKED }]))
})
after(() => rm(folder, { recursive: true, force: true }))

const MAIN = join(HOME, 'src', 'main.ts')
const env = { ...process.env, ASYLIA_HOME: HOME, TERM: 'xterm', NO_COLOR: '1' }

async function asylia(...args: string[]): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [MAIN, ...args, '--data', data], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, said }
}

const FACTS = ['--public', '--publisher', 'Loom Society', '--retrieved', '2026-04-01']

/** A terminal of 80 by 24, its keys and what stands on it now. */
function terminal(...args: string[]) {
  const quoted = [process.execPath, MAIN, ...args, '--data', data].map((part) => `'${part}'`).join(' ')
  const child: ChildProcessWithoutNullStreams = spawn('script', ['-qec', `stty cols 80 rows 24; exec ${quoted}`, '/dev/null'], { env })
  let screen = ''
  child.stdout
    .setEncoding('utf8')
    .on('data', (text: string) => (screen = text.includes('\u001b[H') ? text.slice(text.lastIndexOf('\u001b[H')) : screen + text))
  const shows = async (pattern: RegExp): Promise<string> => {
    const end = performance.now() + 30_000
    while (!pattern.test(screen)) {
      if (performance.now() > end || child.exitCode !== null) throw new Error(`the screen never showed ${pattern}: ${screen}`)
      await wait(20)
    }
    return screen
  }
  return { shows, press: (keys: string) => child.stdin.write(keys), ended: once(child, 'close') }
}

test('a PDF and a DOCX come in; the same file again and a file without its facts change nothing', async () => {
  const first = await asylia('import', join(folder, 'letter.pdf'), ...FACTS, '--address', 'https://loom.example/letter')
  assert.match(first.said, /1 of 1: D-\w{6}, 3 paragraphs, \d+ proposals/)
  const second = await asylia('import', join(folder, 'letter.docx'), ...FACTS, '--address', 'source unknown')
  assert.match(second.said, /D-\w{6}, 3 paragraphs/)
  assert.match((await asylia('import', join(folder, 'letter.pdf'), ...FACTS, '--address', 'x')).said, /nothing changed/)
  const sealed = join(folder, 'sealed.txt')
  await writeFile(sealed, 'Words that nobody said are public.')
  const refused = await asylia('import', sealed, join(folder, 'letter.docx'))
  assert.equal(refused.code, 1)
  assert.match(refused.said, /1 of 2: Sealed evidence does not exist yet[^]*2 of 2: held before/)
})

test('a review at a terminal of 80 by 24 without colour: accept, undo, edit, leave, go on; the records are published', async () => {
  assert.match((await asylia('review', '--by', 'Ada Reviewer')).said, /Nobody of this name is enrolled/)
  const waiting = (await asylia('review', '--by', 'Ada Reviewer', '--enrol')).said
  const code = /D-\w{6}/.exec(waiting)?.[0] ?? ''
  const first = terminal('review', code, '--by', 'Ada Reviewer')
  const screen = await first.shows(/1 of \d+, \d+ wait/)
  assert.ok(
    screen
      .replaceAll(/\u001b\[\d*[A-Z]/g, '')
      .split('\r\n')
      .every((line) => line.length <= 82),
    screen,
  )
  assert.match(screen, /‹The Loom Society›|‹Loom Society›/)
  first.press('a')
  await first.shows(/accepted as O-\w{6}/)
  first.press('u')
  await first.shows(/undone\./)
  first.press('a')
  await first.shows(/accepted as O-\w{6}/)
  first.press('q')
  await first.ended

  const second = terminal('review', code, '--by', 'Ada Reviewer')
  await second.shows(/wait/)
  second.press('k'.repeat(30))
  for (let at = 1; !/>[^│]*method phys\.abduction/.test(await second.shows(new RegExp(`(?:^|\\s|H|K)${at} of \\d+, `))); at++)
    second.press('j')
  second.press('e')
  await second.shows(/Edit, then Enter: value=phys.abduction; hedge=alleged; origin=; host=/)
  second.press('\u007f'.repeat('origin=; host='.length))
  second.press('hedge=stated\r')
  await second.shows(/never made stronger|hedge=stated/)
  second.press('e')
  await second.shows(/Edit, then Enter/)
  second.press('\u007f'.repeat('origin=; host='.length))
  second.press('origin=VN; host=TH\r')
  await second.shows(/accepted as I-\w{6}/)
  second.press('q')
  await second.ended

  const out = join(folder, 'release.json')
  assert.equal((await asylia('publish', 'export', out)).code, 0)
  const release = JSON.parse(await readFile(out, 'utf8')) as Release
  const [incident] = release.incidents
  assert.deepEqual(
    [incident?.hedge.code, incident?.origin, incident?.host, incident?.assessment.verification],
    ['alleged', 'VN', 'TH', 'unverified'],
  )
  assert.equal(release.organisations.length, 1)
  const why = await asylia('explain', incident?.code ?? '')
  assert.match(why.said, /incident, accepted from an imported document/)
  assert.match(why.said, /says that Mira Okonedo was allegedly \[abducted\] in Bangkok/)
  assert.match(why.said, /accepted by Ada Reviewer on \d{4}-\d\d-\d\d, edited; proposed by the rule method/)
  assert.match((await asylia('explain', 'I-2222')).said, /There is nothing here/)
  assert.equal(release.documents.length, 1)
  assert.equal((await asylia('publish', 'build', join(folder, 'site'), '--from', out)).code, 0)
})

test('without a terminal a review takes a file of decisions, line by line, and tells what was refused', async () => {
  const waiting = (await asylia('review', '--by', 'Ada Reviewer')).said
  const code = waiting.split('\n').flatMap((line) => /^(D-\w{6}) {2}(\d+) of \2 wait/.exec(line)?.[1] ?? [])[0] ?? ''
  assert.match((await asylia('review', code, '--by', 'Ada Reviewer')).said, /A review needs a terminal/)
  const file = join(folder, 'decisions.jsonl')
  const lines = [
    { rule: 'organisation.head', decision: 'accepted' },
    { proposal: 'nobody', decision: 'accepted' },
    { decision: 'accepted' },
    { rule: 'x', proposal: 'y', decision: 'accepted' },
  ]
  await writeFile(file, `${lines.map((line) => JSON.stringify(line)).join('\n')}\nnot json\n`)
  const done = await asylia('review', code, '--by', 'Ada Reviewer', '--decisions', file)
  assert.equal(done.code, 1)
  assert.match(done.said, /line 2:[^]*line 3:[^]*line 4:[^]*line 5:[^]*[1-9] decided, 4 refused/)
})
