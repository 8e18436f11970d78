import { unionOf } from '#crypto/mailbox/exclusions.ts'
import type { Self } from '#crypto/mailbox/shapes.ts'

const both = (one: boolean, other: boolean): boolean => one && other

/** The newest generation that a team knew, by either memory. */
function newestOf(team: string, one: Self, other: Self): Self['reached'] {
  const known = [...one.reached, ...other.reached].filter((entry) => entry.team === team)
  return known.toSorted((a, b) => Number(a.words === 'old') - Number(b.words === 'old') || b.g - a.g).slice(0, 1)
}

/**
 * One memory of two that were written at the same moment on two devices: everything sent is in it, exclusions only grow,
 * consent holds only where both agree, and who may read is who both let read; `theirs` where nobody is left (I-08).
 * Where they let different teams read, the generation is a new one: each of the two went to a team that the other took away.
 */
export function mergeMemory(theirs: Self, ours: Self): Self {
  const items = [...theirs.items, ...ours.items.filter(({ item }) => !theirs.items.some((other) => other.item === item))]
  const to = theirs.to.filter((team) => ours.to.includes(team))
  const teams = new Set([...theirs.reached, ...ours.reached].map(({ team }) => team))
  const same = theirs.to.length === ours.to.length && to.length === ours.to.length
  return {
    ...theirs,
    g: Math.max(theirs.g, ours.g) + (same ? 0 : 1),
    seq: Math.max(theirs.seq, ours.seq),
    items: items.toSorted((a, b) => a.seq - b.seq),
    to: to.length === 0 ? theirs.to : to,
    reached: [...teams].flatMap((team) => newestOf(team, theirs, ours)),
    never: unionOf(theirs.never, ours.never),
    consent: {
      casework: both(theirs.consent.casework, ours.consent.casework),
      private_diplomacy: both(theirs.consent.private_diplomacy, ours.consent.private_diplomacy),
      judicial: both(theirs.consent.judicial, ours.consent.judicial),
      public: both(theirs.consent.public, ours.consent.public),
    },
  }
}
