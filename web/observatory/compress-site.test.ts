import assert from 'node:assert/strict'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { brotliDecompressSync } from 'node:zlib'
import { aFolder, INVENTED_OPTIONS } from './a-built-site.ts'
import { buildSite } from './build-site.ts'
import { compressSite } from './compress-site.ts'
import { inventedRelease } from './invented-release.ts'

test('every page gets a packed copy that unpacks to it, once, and a rewritten page gets a new one', async () => {
  const folder = aFolder()
  await buildSite(inventedRelease(), folder, INVENTED_OPTIONS)
  const packed = await compressSite(folder)
  const names = (await readdir(folder, { recursive: true, encoding: 'utf8' })).filter((name) => name.endsWith('.html'))
  assert.ok(packed >= names.length)
  for (const name of names)
    assert.deepEqual(brotliDecompressSync(await readFile(join(folder, `${name}.br`))), await readFile(join(folder, name)))
  assert.equal(await compressSite(folder), 0)
  await buildSite({ ...inventedRelease(), contact: 'corrections@register.invalid' }, folder, INVENTED_OPTIONS)
  assert.ok((await compressSite(folder)) >= 5)
  const page = await readFile(join(folder, 'en/corrections/index.html.br'))
  assert.ok(brotliDecompressSync(page).toString('utf8').includes('corrections@register.invalid'))
})

test('what is small or no text is left alone', async () => {
  const folder = aFolder()
  await writeFile(join(folder, 'small.html'), 'x')
  await writeFile(join(folder, 'picture.png'), Buffer.alloc(5000))
  assert.equal(await compressSite(folder), 0)
})
