import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { attributes, escapeHtml, html, join, type Piece, raw, SafeHtml } from './html.ts'

/** A reader of HTML that knows nothing of how ours is written: what a browser would take for tags. */
function tagsOf(text: string): string[] {
  return text.match(/<[^>]*>/g) ?? []
}

test('no text, whatever it holds, opens or closes a tag', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.deepEqual(tagsOf(html`<p>${text}</p>`.text), ['<p>', '</p>'])
    }),
  )
})

test('no text leaves a quoted attribute', () => {
  const hostile = fc
    .array(fc.constantFrom('"', "'", '>', '<', ' onclick=', '&quot;', '`', '/', 'x', '\u0000', '\n'))
    .map((signs) => signs.join(''))
  fc.assert(
    fc.property(hostile, (text) => {
      const [tag, ...others] = tagsOf(html`<p title="${text}">x</p>`.text)
      assert.match(tag ?? '', /^<p title="[^"<>]*">$/)
      assert.deepEqual(others, ['</p>'])
    }),
  )
})

test('what is escaped reads back as what was given', () => {
  const back: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
  fc.assert(
    fc.property(fc.string(), (text) => {
      const read = escapeHtml(text).replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => back[name] ?? '')
      assert.equal(read, text.replace(/(?![\t\n\f\r])\p{Cc}/gu, '\uFFFD'))
    }),
  )
})

test('HTML passes once, lists are joined, nothing writes nothing', () => {
  const item = (name: string) => html`<li>${name}</li>`
  assert.equal(html`<ul>${['a', '<b>'].map(item)}${null}${false}${undefined}${0}</ul>`.text, '<ul><li>a</li><li>&lt;b&gt;</li>0</ul>')
  assert.equal(join([item('a'), null, item('b')], raw(', ')).text, '<li>a</li>, <li>b</li>')
})

test('a value outside quotes, in a tag name, a script, a style or a handler is refused', () => {
  const value: Piece = 'x'
  assert.throws(() => html`<p title=${value}>`, /quotes/)
  assert.throws(() => html`<p ${value}>`, /quotes/)
  assert.throws(() => html`<${value}>`, TypeError)
  assert.throws(() => html`<script>${value}</script>`, /script/)
  assert.throws(() => html`<p style="${value}">x</p>`, /style/)
  assert.throws(() => html`<p onclick="${value}">x</p>`, /onclick/)
  assert.throws(() => html`<p title='${value}'>x</p>`, /double quotes/)
  assert.throws(() => html`<p title="${raw('<b>')}">x</p>`, /inside a tag/)
})

test('a link never leaves the site, and a script address is refused', () => {
  for (const bad of ['https://example.org/', '//example.org', '/\\example.org', 'javascript:alert(1)', 'mailto:a@example.org', '', ' /x']) {
    assert.throws(() => html`<a href="${bad}">x</a>`, /stays on this site/)
  }
  assert.throws(() => html`<a href="/${'/example.org'}">x</a>`, /stays on this site/)
  assert.equal(html`<a href="${'/en/?a="'}">x</a>`.text, '<a href="/en/?a=&quot;">x</a>')
  assert.equal(html`<a href="/${'en'}/${'a b'}">x</a>`.text, '<a href="/en/a b">x</a>')
})

test('attributes stand inside a tag only, and the dangerous ones not at all', () => {
  assert.equal(
    html`<p ${attributes({ lang: 'en', dir: null, hidden: true, title: '"<' })}>x</p>`.text,
    '<p lang="en" hidden title="&quot;&lt;">x</p>',
  )
  assert.throws(() => html`<p>${attributes({ lang: 'en' })}</p>`, /inside a tag/)
  for (const name of ['onclick', 'style', 'href', 'src', 'a b', 'x"']) assert.throws(() => attributes({ [name]: 'x' }), TypeError)
})

test('only our own constructor makes HTML: an object that looks like it is no HTML', () => {
  const forged = { text: '<script>' } as unknown as Piece
  assert.throws(() => html`<p>${forged}</p>`, TypeError)
  assert.ok(html`<p>x</p>` instanceof SafeHtml)
})
