/** Every way in which sealed things are refused; the codes stand in the published vectors as well. */
export const SEALING_CODES = [
  'bytes.malformed',
  'bytes.too_short',
  'json.not_canonical',
  'recipient.malformed',
  'identity.malformed',
  'age.malformed',
  'age.stanza_kind',
  'age.stanza_count',
  'age.damaged',
  'age.wrong_length',
  'armour.malformed',
  'armour.too_large',
  'body.too_large',
  'body.malformed',
  'body.fill_not_zero',
  'body.text_malformed',
  'body.tag_wrong',
  'item.header_malformed',
  'item.hash_differs',
  'item.facts_differ',
  'item.not_here',
  'item.not_for_us',
  'item.excluded',
  'item.exclusions_differ',
  'item.known',
  'envelope.malformed',
  'envelope.team_count',
  'frame.wrong_length',
  'frame.malformed',
  'puzzle.wrong',
  'page.malformed',
  'page.too_large',
  'wrap.malformed',
  'wrap.not_this',
  'wrap.weak',
  'wrap.blocked',
  'parcel.malformed',
  'parcel.unsigned',
  'alert.malformed',
  'alert.unsigned',
  'node.malformed',
  'node.too_many',
  'node.not_for_us',
  'file.too_large',
  'file.no_such_segment',
  'file.incomplete',
  'exchange.malformed',
  'blob.too_large',
  'reply.malformed',
  'reply.too_long',
  'self.malformed',
  'self.too_large',
  'delete.malformed',
  'card.malformed',
  'card.not_this',
  'card.too_large',
  'chain.at_its_end',
  'mailbox.something_hidden',
  'mailbox.alarm_not_seen',
  'mailbox.memory_missing',
  'mailbox.no_free_slot_found',
  'mailbox.uploads_open',
  'mailbox.nobody_left',
] as const

export type SealingCode = (typeof SEALING_CODES)[number]

/** Something sealed is not what it should be; nothing of it is shown. The message is the code: it holds no content. */
export class SealingRefusal extends Error {
  readonly code: SealingCode

  constructor(code: SealingCode) {
    super(code)
    this.name = 'SealingRefusal'
    this.code = code
  }
}

/** Runs what throws plain errors on hostile bytes, a decoder for example, and refuses with one code instead. */
export function refusing<T>(code: SealingCode, work: () => T): T {
  try {
    return work()
  } catch {
    throw new SealingRefusal(code)
  }
}
