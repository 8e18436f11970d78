/**
 * Builds elements from parts. There is no way to give it HTML: a text is always a text node, a handler is always a
 * function, and an address is always ours. guards T-29
 */
export type Child = Node | string | number | null | undefined | false | readonly Child[]
type Value = string | number | boolean | null | undefined
type Handler = (event: Event) => void

export type Parts = {
  readonly on?: Readonly<Record<string, Handler>>
  readonly [attribute: string]: Value | Readonly<Record<string, Handler>>
}

/** Attributes that a reader's text may never reach, whatever calls this. */
const NEVER = /^(?:on|style$|src|srcdoc$|action$|formaction$|xlink)/i
const OWN_ADDRESS = /^(?:#|\/(?![/\\])|tel:[+0-9]+$)/

/** An element with its attributes and children. Throws a TypeError, our own bug, on an attribute that could run or leave the site. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  parts?: Parts | null,
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(parts ?? {})) {
    if (name === 'on') {
      for (const [kind, handler] of Object.entries(value as Readonly<Record<string, Handler>>)) element.addEventListener(kind, handler)
    } else setAttribute(element, name, value as Value)
  }
  add(element, children)
  return element
}

function setAttribute(element: HTMLElement, name: string, value: Value): void {
  if (NEVER.test(name)) throw new TypeError(`attribute ${name} is never set`)
  if (name === 'href' && !OWN_ADDRESS.test(String(value))) throw new TypeError('a link stays on this site')
  if (value === null || value === undefined || value === false) return
  element.setAttribute(name, value === true ? '' : String(value))
}

function add(parent: Node, children: readonly Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue
    if (typeof child === 'string' || typeof child === 'number') parent.appendChild(document.createTextNode(String(child)))
    else if (child instanceof Node) parent.appendChild(child)
    else add(parent, child)
  }
}
