import { signal } from '@preact/signals'

/** Where the desk is: a room with codes, and at most two records beside it. */
export type Address = {
  readonly room: string
  readonly at: readonly string[]
  readonly panels: readonly { readonly room: string; readonly code: string }[]
}

export const PANELS_MOST = 2
/** Letters, digits, dash: a code, or the name of a tab. Nothing that a person typed can stand in an address. */
const PART = /^[A-Za-z0-9-]{1,40}$/
const FIRST: Address = { room: 'inbox', at: [], panels: [] }

export const address = signal<Address>(FIRST)

/** Reads `#/cases/C-7Q4MAB/people+people/P-7Q4MAB`; null for what is none of ours, such as the target of the skip link. */
export function readAddress(hash: string): Address | null {
  if (!hash.startsWith('#/')) return hash === '' || hash === '#' ? FIRST : null
  const [main = '', ...beside] = hash.slice(2).split('+')
  const [room = '', ...at] = main.split('/').filter((part) => part !== '')
  if (![room, ...at].every((part) => PART.test(part))) return null
  const panels = beside.map((part) => part.split('/'))
  if (!panels.every((part) => part.length === 2 && part.every((word) => PART.test(word)))) return null
  return { room, at, panels: panels.slice(0, PANELS_MOST).map(([of = '', code = '']) => ({ room: of, code })) }
}

/** The address as it stands in the browser's line. */
export function writeAddress({ room, at, panels }: Address): string {
  return `#/${[[room, ...at], ...panels.map((panel) => [panel.room, panel.code])].map((parts) => parts.join('/')).join('+')}`
}

/** For links: `href: hrefOf('cases', code, 'people')`. */
export function hrefOf(room: string, ...at: readonly string[]): string {
  return writeAddress({ room, at, panels: [] })
}

/** Goes to a room, or to a record in it; panels close. */
export function go(room: string, ...at: readonly string[]): void {
  move({ room, at, panels: [] })
}

/** Opens a record beside what is shown. From a row in a panel, `beside` is that panel's code: it stays, and the record stands next to it. */
export function openPanel(room: string, code: string, { beside }: { readonly beside?: string } = {}): void {
  const kept = address.value.panels.filter((panel) => panel.code === beside && code !== beside)
  move({ ...address.value, panels: [...kept, { room, code }] })
}

/** Closes the last panel; false when none is open. */
export function closePanel(): boolean {
  const { panels } = address.value
  if (panels.length === 0) return false
  move({ ...address.value, panels: panels.slice(0, -1) })
  return true
}

/** Shows the record of the last panel in full. */
export function openFull(): boolean {
  const last = address.value.panels.at(-1)
  if (last === undefined) return false
  go(last.room, last.code)
  return true
}

function move(next: Address): void {
  const hash = writeAddress(next)
  if (readAddress(hash) === null) throw new Error('an address holds codes alone')
  address.value = next
  if (location.hash !== hash) history.pushState(null, '', hash)
}

/** Follows Back, Forward and links. */
export function followAddress(): void {
  const read = () => {
    address.value = readAddress(location.hash) ?? address.value
  }
  read()
  addEventListener('hashchange', read)
  addEventListener('popstate', read)
}
