import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { test } from 'node:test'
import { brotliCompressSync, constants } from 'node:zlib'
import { isUuid } from '#kernel/ids.ts'
import { LANGUAGES } from '#kernel/languages.ts'
import { aCorridorSite, anInventedSite, type BuiltSite, filesOf, textOf } from './a-built-site.ts'
import { REPORT } from './frame.ts'

const sites: readonly (readonly [string, BuiltSite])[] = [
  ['invented', await anInventedSite()],
  ['corridor', await aCorridorSite()],
]

for (const [name, site] of sites) {
  const pages = await filesOf(site.folder, '.html')
  const files = new Set((await filesOf(site.folder)).keys())
  const idsIn = new Map([...pages].map(([path, page]) => [path, [...page.matchAll(/ id="([^"]+)"/g)].map((match) => match[1] ?? '')]))

  test(`every link of the ${name} site leads to a page, and every part of a page that is linked exists`, () => {
    const broken: string[] = []
    for (const [path, page] of pages) {
      for (const [, to = ''] of page.matchAll(/ (?:href|src)="([^"]*)"/g)) {
        const [address = '', part] = to.split('#')
        const target = address === '' ? path : address.endsWith('/') ? `${address.slice(1)}index.html` : address.slice(1)
        if (to === REPORT) continue
        if (!files.has(target)) broken.push(`${path} -> ${to}`)
        else if (part !== undefined && !(idsIn.get(target) ?? []).includes(part)) broken.push(`${path} -> ${to} (no such part)`)
      }
    }
    assert.deepEqual(broken.slice(0, 10), [])
  })

  test(`every page of the ${name} site says where a person in danger turns (R-EP-20)`, () => {
    for (const [path, page] of pages) if (path !== 'index.html') assert.equal(page.split(`href="${REPORT}"`).length, 2, path)
  })

  test(`no id stands twice on a page of the ${name} site`, () => {
    for (const [path, ids] of idsIn)
      assert.equal(new Set(ids).size, ids.length, `${path}: ${ids.filter((id, at) => ids.indexOf(id) !== at).join(' ')}`)
  })

  test(`pages of the ${name} site need no inline style or script, no form, no frame and nothing from outside (UX-O-05)`, () => {
    for (const [path, page] of pages) {
      const tags = page.replace(/<(title|h1|h2|h3|p|blockquote|q)[^>]*>[^<]*/g, '')
      assert.ok(!/<style|\sstyle="|\son[a-z]+="|<form|<iframe|<object|<embed|<base|<script(?![^>]*\ssrc="\/assets\/)/.test(tags), path)
      assert.ok(!/\s(?:href|src)="(?!\/(?!\/)|#)/.test(page), `${path} has a link that leaves the site`)
      assert.ok(!page.includes('undefined') && !page.includes('[object Object]') && !page.includes('NaN'), path)
    }
  })

  test(`every page of the ${name} site has one heading of the first order, a title, a language and its four sisters`, () => {
    for (const [path, page] of pages) {
      if (path === 'index.html') continue
      const [language = ''] = path.split('/')
      assert.equal(page.match(/<h1[ >]/g)?.length, 1, path)
      assert.match(page, new RegExp(`<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">`))
      assert.ok((/<title>([^<]+)<\/title>/.exec(page)?.[1] ?? '').length > 5, path)
      for (const other of LANGUAGES) assert.ok(files.has(`${other}/${path.slice(3)}`), `${path} has no ${other}`)
    }
  })

  test(`pages of the ${name} site keep their budget: 150 KB packed with a map, 60 KB without; 30 MB in all`, async () => {
    const packed = (text: string) => brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }).length
    const styles = packed(site.file([...files].find((path) => path.endsWith('.css')) ?? ''))
    const largest = [...pages].sort(([, a], [, b]) => b.length - a.length).slice(0, 40)
    for (const [path, page] of largest) {
      const most = page.includes('<figure class="map">') ? 150 : 60
      assert.ok(packed(page) + styles < most * 1024, `${path}: ${packed(page)}`)
    }
    let all = 0
    for (const text of (await filesOf(site.folder)).values()) all += Buffer.byteLength(text)
    assert.ok(all < 30 * 2 ** 20, `${all}`)
  })

  test(`no file of the ${name} site holds an id of a protected record, and no address holds a name (T-44)`, async () => {
    const names = site.release.persons.flatMap((person) => person.name.toLowerCase().split(/\s+/)).filter((word) => word.length > 3)
    for (const [path, text] of await filesOf(site.folder)) {
      for (const word of text.match(/\b[0-9a-f]{8}-[0-9a-f-]{27}\b/gi) ?? []) assert.ok(!isUuid(word.toLowerCase()), path)
      for (const word of names)
        assert.ok(
          !path
            .toLowerCase()
            .split(/[/._-]/)
            .includes(word),
          path,
        )
    }
  })
}

test('the observatory imports no database, no network, no key and no clock (T-44)', async () => {
  const root = new URL('.', import.meta.url)
  const names = (await readdir(root, { recursive: true, encoding: 'utf8' })).filter(
    (name) => name.endsWith('.ts') && !/\.test\.ts$|(^|\/)(an?|invented)-/.test(name),
  )
  assert.ok(names.length > 40)
  for (const name of names) {
    const text = readFileSync(new URL(name, root), 'utf8')
    assert.ok(!/from '(node:(http|https|net|tls|dgram|child_process)|pg|kysely|fastify|#(base|crypto|edges)\/[^']*)'/.test(text), name)
    assert.ok(!/\bfetch\(|Date\.now\(|new Date\(\)|process\.env|Math\.random/.test(text), name)
  }
})

test('until a native speaker has read them, pages in four languages say that their translation is not reviewed', async () => {
  const [, [, corridor] = ['', sites[0]?.[1]]] = sites
  assert.ok(corridor !== undefined)
  const words = { vi: 'Bản dịch chưa được rà soát', th: 'คำแปล', fr: 'Traduction non encore relue', ar: 'ترجمة لم تُراجَع بعد' }
  for (const [language, said] of Object.entries(words))
    for (const address of ['', 'cases/', 'methodology/'])
      assert.ok(textOf(corridor.page(`${language}/${address}`)).includes(said), `${language}/${address}`)
  assert.ok(!textOf(corridor.page('en/')).includes('Translation not yet reviewed'))
})

test('the feed of each language is well formed, dated by the release and escapes what it is told', async () => {
  const site = await anInventedSite((release) => ({
    ...release,
    changes: [{ on: '2033-04-01', kind: 'corrected', subject: 'I-2345', note: { en: 'Less than < and ]]> and <b>bold</b>' } }],
  }))
  for (const language of LANGUAGES) {
    const feed = site.file(`${language}/changes.atom`)
    assert.match(feed, new RegExp(`xml:lang="${language}"`))
    assert.match(feed, /<updated>2033-04-01T00:00:00.000Z<\/updated>/)
    assert.ok(feed.includes('&lt;b&gt;bold') && !feed.includes('<b>bold'))
    assert.equal(feed.split(']]>').length, feed.split('<![CDATA[').length)
  }
})

test('a contact is shown as text, and none is said to be none', async () => {
  const [[, invented] = ['', undefined]] = sites
  assert.ok(invented !== undefined)
  assert.ok(textOf(invented.page('en/corrections/')).includes('No contact is configured for this installation.'))
  const site = await anInventedSite((release) => ({ ...release, contact: 'corrections@register.invalid' }))
  const page = site.page('en/corrections/')
  assert.ok(page.includes('<span class="code" dir="ltr">corrections@register.invalid</span>'))
  assert.ok(textOf(page).includes('14 days') && textOf(page).includes('48 hours'))
})
