import { unionOf } from '#crypto/mailbox/exclusions.ts'
import type { Self } from '#crypto/mailbox/shapes.ts'

const both = (one: boolean, other: boolean): boolean => one && other

/**
 * One memory of two that were written at the same moment on two devices: everything sent is in it, exclusions only grow,
 * consent holds only where both agree, and who may read is who both let read; `theirs` where nobody is left (I-08).
 */
export function mergeMemory(theirs: Self, ours: Self): Self {
  const items = [...theirs.items, ...ours.items.filter(({ item }) => !theirs.items.some((other) => other.item === item))]
  const to = theirs.to.filter((team) => ours.to.includes(team))
  const reached = [...theirs.reached, ...ours.reached.filter(({ team }) => !theirs.reached.some((other) => other.team === team))]
  return {
    ...theirs,
    g: Math.max(theirs.g, ours.g),
    seq: Math.max(theirs.seq, ours.seq),
    items: items.toSorted((a, b) => a.seq - b.seq),
    to: to.length === 0 ? theirs.to : to,
    reached,
    never: unionOf(theirs.never, ours.never),
    consent: {
      casework: both(theirs.consent.casework, ours.consent.casework),
      private_diplomacy: both(theirs.consent.private_diplomacy, ours.consent.private_diplomacy),
      judicial: both(theirs.consent.judicial, ours.consent.judicial),
      public: both(theirs.consent.public, ours.consent.public),
    },
  }
}
