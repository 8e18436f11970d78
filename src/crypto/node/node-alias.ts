import { hex, utf8 } from '../bytes.ts'
import { sha256 } from '../kdf.ts'

const LONGEST = 32
const HASH = 6

/**
 * What an office of a node is called here: the name that somebody here gave the node, two strokes, which no such name holds, and
 * its own. So no node can take a name under another one. What is too long is cut, with a piece of its hash.
 */
export function aliasOf(slug: string, node: string): string {
  const most = LONGEST - node.length - 2
  const cut = slug.slice(0, Math.max(1, most - HASH))
  return `${node}--${slug.length <= most ? slug : cut + hex(sha256(utf8(slug))).slice(0, most - cut.length)}`
}

/** What it is called between installations, and in what two people sign: its own name, and whose it is. */
export const addressAt = (slug: string, instance: string): string => `${slug}@${instance}`
