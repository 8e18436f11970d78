/** No signed time before this moment is believed. The day of this version of the client, not of its installation. */
export const BUILT = new Date('2026-11-22T00:00:00Z')
