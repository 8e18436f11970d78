/** What the reading of one file may take. Whatever takes more is refused; a partial result says what is missing. */
export type ReadLimits = {
  readonly bytes: number
  readonly seconds: number
  readonly memoryMegabytes: number
  /** UTF-16 units of the text that comes out. */
  readonly units: number
  readonly pages: number
  /** How many times larger than its file an unpacked document may be, once it is larger than `inflatedFloor`. */
  readonly inflation: number
  readonly inflatedFloor: number
}

const MEGABYTE = 1024 * 1024

export const READ_LIMITS: ReadLimits = {
  bytes: 200 * MEGABYTE,
  seconds: 60,
  memoryMegabytes: 900,
  units: 200 * MEGABYTE,
  pages: 5_000,
  inflation: 100,
  inflatedFloor: 16 * MEGABYTE,
}

/** More paragraphs than this make no document that a person could review. */
export const MOST_PARAGRAPHS = 50_000
