import type { Installation } from '#base/installation.ts'
import type { Base } from '#base/transact.ts'

/** The list of keys as this installation publishes it. */
export type RosterKeeper = {
  readonly instance: string
  /** The anchors that the roots signed for a team; undefined while this machine signs the list from what members say. */
  ceremonyAnchors(team: string): Promise<readonly string[] | undefined>
  /** The version that stands beside the clients, as far as this process saw it. */
  version(): number
  /** Signs and writes the list anew from what the teams say, and answers its version. */
  publish(): Promise<number>
}

/** The sign-in of an institution, as the operator named it. */
export type OutsideSettings = { readonly issuer: string; readonly clientId: string; readonly clientSecret: string | undefined }

/** What the doors of the desk share. `secret` makes challenges, and answers for codes that nobody has. */
export type Desk = {
  readonly base: Base
  readonly by: Installation
  readonly roster: RosterKeeper
  readonly secret: Uint8Array
  /** The origins under which this desk is opened, such as `https://asylia.example`; passkeys are made for these alone. */
  readonly sites: () => readonly string[]
  readonly outside: OutsideSettings | undefined
}
