import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { recipientOf } from '../age/identity.ts'
import { concat, unhex, unutf8, utf8 } from '../bytes.ts'
import { epochProblem } from './check-epochs.ts'
import { checkRoster, type RosterFiles } from './check-roster.ts'
import type { Mode, SignedEpoch } from './roster.ts'
import { signedBytes } from './signed-bytes.ts'

type Case<Given, Expect> = { readonly id: string; readonly given: Given; readonly expect?: Expect; readonly refuse?: string }

function casesOf<Given, Expect>(name: string): readonly Case<Given, Expect>[] {
  const file = readFileSync(new URL(`../../../vectors/sealing/${name}.json`, import.meta.url), 'utf8')
  return (JSON.parse(file) as { cases: Case<Given, Expect>[] }).cases
}

type RosterGiven = {
  readonly pins: string
  readonly roster: string
  readonly epochs: string
  readonly former?: string
  readonly recipients_of: readonly (string | null)[]
  readonly now: string
  readonly built: string
  readonly hint?: string
}

function filesOf({ pins, roster, epochs, former, recipients_of }: RosterGiven): RosterFiles {
  const recipients = concat(...recipients_of.map((seed) => (seed === null ? new Uint8Array(1216) : recipientOf(unhex(seed)))))
  return {
    pins: utf8(pins),
    roster: utf8(roster),
    epochs: utf8(epochs),
    recipients,
    ...(former === undefined ? {} : { former: utf8(former) }),
  }
}

for (const { id, given, expect, refuse } of casesOf<RosterGiven, unknown>('roster')) {
  test(`roster vector: ${id} (T-35)`, () => {
    const { now, built, hint } = given
    const at = { now: new Date(now), buildTime: new Date(built), ...(hint === undefined ? {} : { hint: utf8(hint) }) }
    const verdict = checkRoster(filesOf(given), at)
    if (!verdict.ok) assert.equal(verdict.code, refuse)
    else {
      const { clock, mode, version, receiving, teams } = verdict
      const keys = teams.map(({ epoch, recipient }) => (recipient === null ? null : epoch))
      assert.deepEqual({ clock, mode, version, receiving, keys }, expect)
    }
  })
}

type EpochGiven = { readonly mode: Mode; readonly team: { readonly id: string; readonly anchors: string[] }; readonly signed: SignedEpoch }

for (const { id, given, expect, refuse } of casesOf<EpochGiven, { signed_text: string }>('epoch')) {
  test(`epoch vector: ${id} (T-35)`, () => {
    assert.equal(epochProblem(given.mode, given.team, given.signed), refuse)
    if (expect !== undefined) assert.equal(unutf8(signedBytes('epoch', given.signed.statement)), expect.signed_text)
  })
}
