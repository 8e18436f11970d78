import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { CATALOGUES, isLateWord } from './words.ts'

const HERE = import.meta.dirname
const KEY = /['`]((?:dialogues|commitments|coalition|documents|briefings)[.][\w.$]*)/g

test('no page outside of a room says words that come with its code, but its title', () => {
  assert.ok(Object.keys(CATALOGUES.en).filter(isLateWord).length > 900)
  assert.ok(!isLateWord('dialogues.title') && isLateWord('dialogues.calendar'))
  const commands = new Set(['documents.open', 'briefings.open'])
  const said = globSync('{*,parts/*,views/*,words/*,rooms/**/*}.ts', { cwd: HERE })
    .filter((file) => !/[.]test[.]ts$|^rooms[/](dialogues|commitments|coalition|documents|briefings)[/]/.test(file))
    .flatMap((file) => [...readFileSync(join(HERE, file), 'utf8').matchAll(KEY)].map(([, key]) => ({ file, key: key ?? '' })))
    .filter(({ file, key }) => isLateWord(key) && !commands.has(key) && !file.endsWith('calls.ts'))
  assert.deepEqual(said, [])
})
