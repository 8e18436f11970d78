import { type DefaultTreeAdapterTypes, parse } from 'parse5'
import { note, type ReadNote } from './note.rules.ts'

type Node = DefaultTreeAdapterTypes.Node
type Element = DefaultTreeAdapterTypes.Element

/** What never is text of the document. Forms and menus stay: what they say may be quoted. */
const LEFT_OUT = new Set([
  'script',
  'style',
  'template',
  'noscript',
  'head',
  'svg',
  'math',
  'canvas',
  'object',
  'embed',
  'iframe',
  'frame',
  'audio',
  'video',
  'select',
  'textarea',
  'datalist',
])
const REMOTE = new Set(['img', 'picture', 'source', 'iframe', 'frame', 'embed', 'object', 'audio', 'video', 'link'])
const BLOCKS = new Set(
  'address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre section summary table tbody tfoot thead tr ul'.split(
    ' ',
  ),
)

type Step = { readonly node: Node } | { readonly closes: Element }
type Writing = { readonly parts: string[]; readonly lists: number[]; scripts: number; remote: number }

/**
 * The visible words of a page: blocks apart by blank lines, headings and list marks as in Markdown. Scripts, styles,
 * comments, hidden parts and whatever comes from elsewhere are left out and counted. Nothing is fetched, any nesting is
 * walked without recursion.
 */
export function readHtml(source: string): { readonly text: string; readonly notes: readonly ReadNote[] } {
  const writing: Writing = { parts: [], lists: [], scripts: 0, remote: 0 }
  const steps: Step[] = [{ node: parse(source) }]
  for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
    if ('closes' in step) close(step.closes, writing)
    else visit(step.node, writing, steps)
  }
  const text = writing.parts
    .join('')
    .replaceAll(/[ \t]*\n[ \t]*/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
  return { text: `${text}\n`, notes: [...note('scripts_left_out', writing.scripts), ...note('remote_left_out', writing.remote)] }
}

function visit(node: Node, writing: Writing, steps: Step[]): void {
  if (node.nodeName === '#text' && 'value' in node) {
    writing.parts.push(node.value.replaceAll(/[ \t\r\n\f]+/g, ' '))
    return
  }
  if ('tagName' in node) {
    if (isLeftOut(node, writing)) return
    open(node, writing)
    steps.push({ closes: node })
  }
  if ('childNodes' in node) for (const child of node.childNodes.toReversed()) steps.push({ node: child })
}

function isLeftOut(element: Element, writing: Writing): boolean {
  const { tagName } = element
  if (REMOTE.has(tagName)) writing.remote++
  if (tagName === 'script' || tagName === 'style') writing.scripts++
  if (tagName === 'head') countHead(element, writing)
  return (
    LEFT_OUT.has(tagName) ||
    element.attrs.some(({ name, value }) => name === 'hidden' || (name === 'style' && /display\s*:\s*none/i.test(value)))
  )
}

function countHead(head: Element, writing: Writing): void {
  for (const child of head.childNodes) {
    if (child.nodeName === 'script' || child.nodeName === 'style') writing.scripts++
    if (child.nodeName === 'link') writing.remote++
  }
}

function open({ tagName }: Element, writing: Writing): void {
  const { parts, lists } = writing
  if (tagName === 'br') parts.push('\n')
  if (tagName === 'td' || tagName === 'th') parts.push(' ')
  if (!BLOCKS.has(tagName)) return
  // The words of an entry may stand in a block of their own; its mark stays with them.
  if (!/^(?:- |\d+\. )$/.test(parts.at(-1) ?? '')) parts.push('\n\n')
  if (OPENS_LIST.has(tagName)) lists.push(tagName === 'ol' ? 1 : 0)
  parts.push(markOf(tagName, lists))
}

const OPENS_LIST = new Set(['ol', 'ul', 'menu'])

function markOf(tagName: string, lists: number[]): string {
  const level = /^h([1-6])$/.exec(tagName)?.[1]
  if (level !== undefined) return `${'#'.repeat(Number(level))} `
  return tagName === 'li' ? listMark(lists) : ''
}

/** A list whose count is 0 has bullets. */
function listMark(lists: number[]): string {
  const number = lists.at(-1) ?? 0
  if (number === 0) return '- '
  lists[lists.length - 1] = number + 1
  return `${number}. `
}

function close({ tagName }: Element, { parts, lists }: Writing): void {
  if (OPENS_LIST.has(tagName)) lists.pop()
  if (BLOCKS.has(tagName)) parts.push('\n\n')
}
