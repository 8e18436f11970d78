import { b64u, unb64u } from '#crypto/bytes.ts'
import { openParcelWrap } from '#crypto/team/open-parcel.ts'
import { wrapParcel } from '#crypto/team/parcel.ts'
import { currentEpoch, type Vault } from './vault.ts'

/** What opens a parcel, sealed for the newest team key; null for what none of the keys at hand opens, which stays as it is. */
async function newest(vault: Vault, wrap: string): Promise<{ readonly epoch: number; readonly wrap: string } | null> {
  const { epoch, recipient } = currentEpoch(vault)
  const payload = await openParcelWrap(
    vault.epochs.map(({ opener }) => opener),
    unb64u(wrap),
  )
  return payload === null ? null : { epoch, wrap: b64u(await wrapParcel(payload, recipient)) }
}

/** Seals each anew and gives it to `keep`, so that the key before can be destroyed. Answers how many. */
export async function rewrapEach<Kept extends { readonly wrap: string }>(
  vault: Vault,
  all: readonly Kept[],
  keep: (one: Kept, anew: { readonly epoch: number; readonly wrap: string }) => Promise<unknown>,
): Promise<number> {
  let done = 0
  for (const one of all) {
    const anew = await newest(vault, one.wrap)
    if (anew === null) continue
    await keep(one, anew)
    done += 1
  }
  return done
}

/** The same for what a door lists page by page below the newest key, until nothing is left that opens. */
export async function rewrapPages<Kept extends { readonly wrap: string }>(
  vault: Vault,
  list: string,
  keep: Parameters<typeof rewrapEach<Kept>>[2],
): Promise<void> {
  for (;;) {
    const { wraps } = await vault.door.ask<{ wraps: Kept[] }>(list, { before: currentEpoch(vault).epoch })
    if ((await rewrapEach(vault, wraps, keep)) === 0) return
  }
}
