import assert from 'node:assert/strict'
import { test } from 'node:test'
import { build } from 'esbuild'
import { HOME } from '../test/database.ts'
import { buildReport } from './build-report.ts'
import { SHIMS } from './bundle.ts'

const built = await buildReport(HOME)
const named = (pattern: RegExp) => [...built.files.values()].filter(({ path }) => pattern.test(path))
const only = (pattern: RegExp) => {
  const [file, ...others] = named(pattern)
  assert.ok(file !== undefined && others.length === 0, String(pattern))
  return file
}
const SCRIPTS = named(/\.js$/)
const KB = 1024

test('the first HTML of each language is whole in 14 KB (UX-R-02)', () => {
  for (const page of named(/\.html$/)) assert.ok(page.brotli.length <= 14 * KB, `${page.path} ${page.brotli.length}`)
  assert.equal(named(/\.html$/).length, 5)
})

test('everything before the first input is three requests and 40 KB (UX-R-02)', () => {
  const [page, words] = [only(/\/page\.[^/]*\.js$/), only(/\/words\.[^/]*\.json$/)]
  for (const html of named(/\.html$/)) {
    assert.ok(html.brotli.length + page.brotli.length + words.brotli.length <= 40 * KB)
    const asked = [...html.bytes.toString('utf8').matchAll(/<(?:script|link|img)[^>]*(?:src|href)="(\/[^"]*)"/g)].map((found) => found[1])
    assert.deepEqual(asked, [page.path])
  }
  assert.equal(/\bimport\s*["{*]|\bfrom\s*"/.test(page.bytes.toString('utf8')), false)
})

test('all texts of the journey in five languages are one file of 24 KB, and sealing is 48,000 bytes (UX-R-02)', () => {
  assert.ok(only(/\/words\.[^/]*\.json$/).brotli.length <= 24 * KB)
  assert.ok(only(/\/seal\.[^/]*\.js$/).brotli.length <= 48_000)
})

/** The one thing that the page asks of the browser's own cryptography, and where: the hash of a segment (ADR 0029). */
const HASHED = /crypto\.subtle\.digest\("SHA-256",/g

test('no script of the page signs, holds a signing key, or asks the browser for more than a hash of a segment (T-17)', () => {
  const banned = [
    /\bsubtle\b/,
    /\bWebAssembly\b/,
    /navigator\.credentials/,
    /PublicKeyCredential/,
    /webauthn/i,
    /\bcbor\b/i,
    /P-256|P-384/,
    /generateKey/,
  ]
  for (const { path, bytes } of SCRIPTS) {
    const isFiles = /\/files\.[^/]*\.js$/.test(path)
    const whole = bytes.toString('utf8')
    assert.equal(whole.match(HASHED)?.length ?? 0, isFiles ? 1 : 0, path)
    const text = whole.replace(HASHED, '')
    for (const pattern of banned) assert.equal(pattern.test(text), false, `${path} ${pattern}`)
    assert.equal(/[{,]sign[,:(}]|[^n]\.sign\(|\bsignRoster\b|\bsignStatement\b/.test(text), false, `${path} signs`)
  }
})

test('a script that signs would be found by the same look (T-17)', async () => {
  const used = await build({
    stdin: { contents: `import * as all from '#crypto/sign/sign.ts'; globalThis.all = all`, resolveDir: HOME },
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
  })
  assert.match(used.outputFiles[0]?.text ?? '', /[{,]sign[,:(}]|[^n]\.sign\(|\bsignRoster\b|\bsignStatement\b/)
})

test('no script makes HTML or code from text (T-29)', () => {
  for (const { path, bytes } of SCRIPTS) {
    assert.equal(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|setTimeout\("/.test(bytes.toString('utf8')),
      false,
      path,
    )
  }
  for (const { bytes } of named(/\.html$/)) assert.equal(/<script(?![^>]*src=)|\son\w+=|style="/.test(bytes.toString('utf8')), false)
})

test('at most 25 packages are in the page, all of them known by name (T-32)', () => {
  assert.ok(built.packages.length <= 25)
  assert.deepEqual(
    built.packages.filter((name) => !/^(@noble\/(ciphers|curves|hashes|post-quantum)|@scure\/(base|bip39)|age-encryption)$/.test(name)),
    [],
  )
})

test('the same sources give the same bytes again', async () => {
  const again = await buildReport(HOME)
  assert.deepEqual([...again.files.keys()], [...built.files.keys()])
  for (const [path, { bytes }] of again.files) assert.ok(bytes.equals(built.files.get(path)?.bytes ?? Buffer.alloc(0)), path)
  assert.equal(again.styleHash, built.styleHash)
})

test('what Chrome 85 and Firefox 102 lack is brought along or not used', () => {
  const newer = [
    'toSorted',
    'toReversed',
    'toSpliced',
    'findLast',
    'findLastIndex',
    'structuredClone',
    'Object.groupBy',
    'Array.fromAsync',
    'hasOwn',
  ]
  const brought = Object.keys(SHIMS).join(' ')
  for (const { path, bytes } of SCRIPTS) {
    const text = bytes.toString('utf8').replaceAll(Object.values(SHIMS).join(''), '')
    for (const name of newer) {
      const isUsed = new RegExp(`${/^\w/.test(name) ? '\\b' : ''}${name.replace('.', '\\.')}\\(`).test(text)
      assert.equal(isUsed && !brought.includes(name), false, `${path} ${name}`)
    }
  }
})
