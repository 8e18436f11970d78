import { hex, unb64u, utf8 } from '#crypto/bytes.ts'
import { canonicalBytes } from '#crypto/canonical.ts'
import { sha256 } from '#crypto/kdf.ts'
import { type Heir, heirCard, readRequestFile } from '#crypto/team/custodian.ts'
import { fingerprintOf } from '#crypto/team/member-chain.ts'
import type { CallName } from '../../calls.ts'
import type { RecoveryCalls, RecoveryWayCalls } from '../../rooms/recovery/calls.ts'
import type { Handlers, Tell } from '../answers.ts'
import type { Door } from '../door.ts'
import { DeskFault } from '../fault.ts'
import type { Mail } from '../mail.ts'
import type { Vault } from '../vault.ts'
import { casesToChange, changeCases, cover } from './cover.ts'
import { endMembership } from './leave.ts'
import { coSignRecovery, ownCard, packetsAgain, readCard, setUp } from './set-up.ts'
import { answerAsCustodian, takeOver } from './use.ts'
import { recoveryView, shortOf } from './view.ts'

/** Custodians, keys that are due, and members who leave. */
export function recoveryHandlers(opened: () => Vault, mail: () => Mail, tell: Tell): Handlers<RecoveryCalls> {
  const progress = (of: CallName) => (done: number, all: number) => tell({ event: 'progress', of, done, all })
  return {
    'recovery.state': () => recoveryView(opened()),
    'recovery.readCard': async ({ card }) => {
      const { name, recipient } = readCard(card)
      return { name, fingerprint: shortOf(hex(sha256(recipient))), asked: null }
    },
    'recovery.setUp': async ({ cards }) => {
      const { counts, packets } = await setUp(opened(), cards)
      return { counts, covered: counts ? await cover(opened(), progress('recovery.setUp')) : 0, handouts: packets }
    },
    'recovery.handouts': async () => ({ handouts: await packetsAgain(opened()) }),
    'recovery.coSign': async ({ kind }) => {
      if (kind === 'epoch') return { counts: (await mail().coSign()).counts }
      const counts = await coSignRecovery(opened())
      if (counts) await cover(opened(), progress('recovery.coSign'))
      return { counts }
    },
    'recovery.cover': async () => ({ covered: await cover(opened(), progress('recovery.cover')) }),
    'recovery.takeOver': () => takeOver(opened(), progress('recovery.takeOver')),
    'recovery.leave': async ({ member }) => {
      await endMembership(opened(), member)
      return null
    },
    'recovery.changeKeys': async () => {
      const { epoch, counts } = await mail().rotate()
      const cases = await changeCases(opened(), await casesToChange(opened()), progress('recovery.changeKeys'))
      return { epoch, counts, cases }
    },
    'recovery.ownCard': async ({ name }) => ({ name, saveAs: 'custodian.card', bytes: ownCard(opened(), name) }),
    'recovery.answer': async ({ packet, newcomer }) => ({
      name: '',
      saveAs: 'recovery-request.json',
      bytes: await answerAsCustodian(opened(), { packet, newcomer }),
    }),
  }
}

/** For somebody who waits, and for whoever brings what a custodian signed. */
export function recoveryWay(door: Door, newcomer: () => Heir | null): Handlers<RecoveryWayCalls> {
  return {
    'recovery.newcomer': async () => {
      const heir = newcomer()
      if (heir === null) throw new DeskFault('locked', 'gone')
      const fingerprint = fingerprintOf(heir.recipient, unb64u(heir.signKey))
      return { name: heir.member, saveAs: `newcomer-${heir.member}.json`, bytes: canonicalBytes(heirCard(heir)), fingerprint }
    },
    'recovery.ask': async ({ file }) => {
      const request = readRequestFile(utf8(file.trim()))
      if (request === undefined) throw new DeskFault('recovery.no_request', 'typed')
      return door.ask('recovery/ask', request)
    },
  }
}
