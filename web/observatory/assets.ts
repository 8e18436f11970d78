import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** Names carry the hash of the content, so a browser may keep them for ever. */
function named(name: string, text: string): { readonly path: string; readonly text: string } {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 10)
  return { path: `/assets/${name.replace('.', `-${hash}.`)}`, text }
}

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')

/** Comments and indentation are for us; a reader on a slow line does not pay for them. */
function squeeze(css: string): string {
  return css
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/\s*([{};,>])\s*/g, '$1')
    .replace(/: /g, ':')
    .replace(/;}/g, '}')
    .trim()
}

/** A plain disc with a gap: no emblem. */
const MARK =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path d="M22 7.6A11 11 0 1 0 22 24.4" fill="none" stroke="#1f5f56" stroke-width="5"/></svg>\n'

export const STYLE = named('site.css', squeeze(read('./site.css')))
export const FIND = named('find.js', read('./islands/find.js'))
export const ICON = named('mark.svg', MARK)
export const ASSETS = [STYLE, FIND, ICON]
