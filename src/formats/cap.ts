import { escapeHtml } from './html.ts'

export type CapInfo = {
  readonly language: string
  readonly event: string
  readonly urgency: 'Immediate' | 'Expected' | 'Future' | 'Unknown'
  readonly severity: 'Extreme' | 'Severe' | 'Moderate' | 'Minor' | 'Unknown'
  readonly expires: Date
  readonly headline: string
  readonly instruction: string
  readonly web: string
}
type Named = { readonly identifier: string; readonly sender: string; readonly sent: Date }
export type CapAlert = Named & {
  readonly msgType: 'Alert' | 'Update' | 'Cancel'
  /** Such as `TLP:RED`: the scope is always Restricted. */
  readonly restriction: string
  /** What an update or a cancellation speaks of. */
  readonly references: readonly Named[]
  readonly info: CapInfo | null
}

const NAMESPACE = 'urn:oasis:names:tc:emergency:cap:1.2'

/**
 * A message of the Common Alerting Protocol 1.2 (OASIS, 1 July 2010): a bell that rings, with a link to where one signs in.
 * It has no field for a person, a place or a story, so none can be in it. The same input gives the same bytes.
 */
export function capXml(alert: CapAlert): string {
  const { identifier, sender, sent, msgType, restriction, references, info } = alert
  const body = [
    element('identifier', idOf(identifier)),
    element('sender', idOf(sender)),
    element('sent', timeOf(sent)),
    element('status', 'Actual'),
    element('msgType', msgType),
    element('scope', 'Restricted'),
    element('restriction', restriction),
    element('code', 'tnr:profile:1.0'),
    references.length === 0 ? '' : element('references', references.map(referenceOf).join(' ')),
    info === null ? '' : `<info>${infoOf(info)}</info>`,
  ]
  return `<?xml version="1.0" encoding="UTF-8"?>\n<alert xmlns="${NAMESPACE}">${body.join('')}</alert>\n`
}

function infoOf({ language, event, urgency, severity, expires, headline, instruction, web }: CapInfo): string {
  return [
    element('language', language),
    element('category', 'Security'),
    element('event', event),
    element('responseType', 'Assess'),
    element('urgency', urgency),
    element('severity', severity),
    element('certainty', 'Unknown'),
    element('expires', timeOf(expires)),
    element('headline', headline),
    element('instruction', instruction),
    element('web', web),
  ].join('')
}

const referenceOf = ({ sender, identifier, sent }: Named) => `${idOf(sender)},${idOf(identifier)},${timeOf(sent)}`

/** Identifiers and senders have no space, comma, `<` or `&` (CAP 1.2 §3.2.1). Throws RangeError, our own bug. */
function idOf(text: string): string {
  if (!/^[^\s,<&]{1,200}$/u.test(text)) throw new RangeError('An identifier of CAP has no space, comma, < or &.')
  return text
}

/** With an offset; `Z` is invalid, and UTC is written -00:00 (CAP 1.2 §3.3.2). */
function timeOf(date: Date): string {
  return `${date.toISOString().slice(0, 19)}-00:00`
}

/** XML 1.0 has no way to write these characters. */
const FORBIDDEN = /(?![\t\n\r])\p{Cc}|\p{Cs}|[\uFFFE\uFFFF]/gu

function element(name: string, text: string): string {
  return `<${name}>${escapeHtml(text.replace(FORBIDDEN, '\uFFFD'))}</${name}>`
}
