import { newSeed, recipientOf, recipientText } from '../age/identity.ts'
import { b64u, hex, randomBytes } from '../bytes.ts'
import { BLOB_LENGTH, BLOB_PLAIN } from '../constants.ts'
import type { ItemToSeal } from './item.ts'
import type { Conv, ItemHeader } from './item-header.ts'
import { sealTo } from './seal-age.ts'

export const INSTANCE = '00112233445566778899aabbccddeeff'

/** A team that can open what is sealed to it. */
export type ATeam = { readonly id: string; readonly seed: Uint8Array; readonly recipient: Uint8Array }

export function aTeam(id = 'harbour-aid'): ATeam {
  const seed = newSeed()
  return { id, seed, recipient: recipientOf(seed) }
}

/** Keys of an invented conversation, around a given K_conv. */
export function aConv(mac: Uint8Array = randomBytes(32)): Conv {
  const recipient = recipientText(recipientOf(newSeed()))
  const [slot, dh] = [b64u(randomBytes(32)), b64u(randomBytes(32))]
  return { chain: hex(randomBytes(32)), g: 0, recipient, mac: b64u(mac), slot, dh, window: 0, del: b64u(randomBytes(48 * 16)) }
}

/** The smallest one-way report. */
export function aHeader(over: Partial<ItemHeader> = {}): ItemHeader {
  return {
    v: 1,
    type: 'report',
    item: hex(randomBytes(16)),
    instance: INSTANCE,
    seq: 0,
    step: hex(randomBytes(32)),
    urgent: false,
    lane: 1,
    roster: 1,
    lang: 'vi',
    to: ['harbour-aid'],
    never: [],
    consent: { casework: true, private_diplomacy: false, judicial: false, public: false },
    conv: null,
    danger: 'unsaid',
    files: [],
    ...over,
  }
}

const A_BLOB = await sealTo([recipientOf(newSeed())], new Uint8Array(BLOB_PLAIN))

/** A one-way report ready to be sealed to these teams. */
export function anItem(teams: readonly ATeam[], over: Partial<ItemHeader> = {}, text = ''): ItemToSeal {
  const header = aHeader({ to: teams.map(({ id }) => id), ...over })
  const self = { slot: randomBytes(16), deleteHash: randomBytes(16), blob: A_BLOB.slice(0, BLOB_LENGTH) }
  return { header, text, convKey: null, teams, deleteHash: randomBytes(16), self, lane: header.lane }
}
