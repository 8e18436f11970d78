import { Feed } from 'feed'
import { escapeHtml } from './html.ts'

export type AtomEntry = {
  readonly id: string
  readonly title: string
  readonly summary: string
  readonly link: string
  /** A day, or an instant with its offset. */
  readonly on: string
  /** What a machine reads of the same entry, beside the page for people. */
  readonly enclosure?: string
}
export type AtomFeed = {
  readonly id: string
  readonly title: string
  readonly subtitle: string
  readonly language: string
  readonly link: string
  readonly self: string
  readonly author: string
  readonly rights: string
  /** The day of the release, or an instant: a feed has no clock of its own. */
  readonly updated: string
  /** What the enclosures of the entries are. */
  readonly enclosureType?: string
  readonly entries: readonly AtomEntry[]
}

const moment = (on: string) => new Date(on.length === 10 ? `${on}T00:00:00Z` : on)

/** An Atom feed (RFC 4287). The same input gives the same bytes. */
export function atomFeed(feed: AtomFeed): string {
  const made = new Feed({
    id: feed.id,
    title: plain(feed.title),
    description: plain(feed.subtitle),
    language: feed.language,
    link: feed.link,
    feedLinks: { atom: feed.self },
    copyright: plain(feed.rights),
    updated: moment(feed.updated),
    generator: 'Asylia',
    author: { name: plain(feed.author) },
  })
  for (const entry of feed.entries) {
    made.addItem({
      id: entry.id,
      title: asHtml(entry.title),
      description: asHtml(entry.summary),
      link: entry.link,
      date: moment(entry.on),
      ...(entry.enclosure === undefined ? {} : { enclosure: { url: entry.enclosure } }),
    })
  }
  return made
    .atom1()
    .replace('<feed xmlns="http://www.w3.org/2005/Atom">', `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${feed.language}">`)
    .replace(PICTURE, `$1type="${feed.enclosureType ?? 'application/octet-stream'}"`)
}

/** The library takes every enclosure for a picture. */
const PICTURE = /(rel="enclosure" href="[^"]*" )type="[^"]*"/g

/** XML 1.0 has no way to write these characters: controls, halves of a pair, noncharacters. */
const FORBIDDEN = /(?![\t\n\r])\p{Cc}|\p{Cs}|[\uFFFE\uFFFF]/gu

/** Text without the characters that XML 1.0 forbids. */
function plain(text: string): string {
  return text.replace(FORBIDDEN, '\uFFFD')
}

/** Entries carry HTML (`type="html"`): escaped here, so that words stay words and nothing ends the CDATA section. */
function asHtml(text: string): string {
  return escapeHtml(plain(text))
}
