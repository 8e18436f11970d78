import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { buildDesk, NOT_AT_DESK } from './build-desk.ts'

const HOME = join(import.meta.dirname, '..')

test('no script of the desk asks for a list of the vocabulary that does not come with it', async () => {
  const files = [...(await buildDesk(HOME)).values()]
  const scripts = files.filter(({ path }) => path.endsWith('.js')).map(({ bytes }) => bytes.toString())
  assert.ok(scripts.length > 10)
  assert.ok(scripts.some((text) => text.includes('"protection_actions"')))
  for (const list of NOT_AT_DESK)
    for (const text of scripts) assert.ok(!text.includes(`"${list}"`) && !text.includes(`'${list}'`) && !text.includes(`\`${list}\``), list)
  for (const { path, bytes } of files.filter(({ path }) => path.includes('/words-') && !path.includes('/words-en'))) {
    const { labels } = JSON.parse(bytes.toString()) as { labels: { vocabularies: Record<string, unknown> } }
    assert.ok(labels.vocabularies['protection_actions'] !== undefined, path)
    for (const list of NOT_AT_DESK) assert.equal(labels.vocabularies[list], undefined, `${path} ${list}`)
  }
})
