import { html, join, raw, type SafeHtml } from '#formats/html.ts'
import type { Comparison } from '../comparisons.ts'
import type { Reader } from '../reader.ts'
import type { Key } from '../words.ts'
import { type Quotes, sourceLine } from './quotation.ts'

/** What a quotation of another document leaves out and puts in: in words first, then word by word. `from` is the side that the page shows. */
export function comparison(
  { quoted, original, check, whole }: Comparison,
  from: 'quoted' | 'original',
  library: Quotes,
  reader: Reader,
): SafeHtml {
  const tongue = reader.tongue(library.document(library.citation(quoted).document).language)
  const flags = (['exact', 'shortened', 'changed'] as const).filter((flag) => check[flag]).map((flag) => reader.words(`compare.${flag}`))
  const said = (words: string): SafeHtml => html`<q class="words" ${tongue}>${words}</q>`
  const line = (key: Key, words: string | readonly string[]): SafeHtml | null =>
    words.length === 0 ? null : html`<li>${reader.words(key)} ${join([words].flat().map(said), raw(' · '))}</li>`
  const spelled = check.spellings.map(
    (one) => html`<li>${reader.fill('compare.spelling', { quoted: said(one.quoted), original: said(one.original) })}</li>`,
  )
  const told = [
    ...spelled,
    line('compare.left_out', check.leftOut),
    line('compare.put_in', check.putIn),
    line('compare.before', check.before),
    line('compare.after', check.after),
  ].filter((one) => one !== null)
  const whom = reader.words(from === 'quoted' ? 'compare.quotes' : 'compare.quoted_by')
  return html`<div class="compared">${flags.length > 0 && html`<p class="meta"><span class="state">${flags.join(' · ')}</span></p>`}<div class="said">${whom} ${sourceLine(from === 'quoted' ? original : quoted, library, reader)}</div>${
    told.length > 0 && html`<ul class="bullets">${told}</ul>`
  }${!check.exact && check.pieces.length > 0 && wordByWord(check, tongue, reader)}${!whole && html`<p class="note">${reader.words('compare.excerpt')}</p>`}</div>`
}

function wordByWord({ before, after, pieces }: Comparison['check'], tongue: ReturnType<Reader['tongue']>, reader: Reader): SafeHtml {
  const parts = pieces.map(({ kind, text }) => {
    if (kind === 'same') return html`${text}`
    return kind === 'left_out' ? html`<del>${text}</del>` : html`<ins>${text}</ins>`
  })
  const around = (text: string) => (text === '' ? [] : [html`<del>${text}</del>`])
  return html`<p class="words" ${tongue}>${join([...around(before), ...parts, ...around(after)], raw(' '))}</p><p class="note">${reader.words('compare.key')}</p>`
}
