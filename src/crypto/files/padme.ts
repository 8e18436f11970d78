/**
 * The Padmé length of n bytes (PURBs, PETS 2019, section 4): the smallest length at or above n whose lower bits are zero.
 * At most 12 % above n for any n, at most 6.5 % from 16 KiB on. No bit operators: they end at 2^31.
 */
export function padme(n: number): number {
  if (n < 2) return n
  const exponent = floorLog2(n)
  const step = 2 ** (exponent - floorLog2(exponent) - 1)
  return step < 1 ? n : Math.ceil(n / step) * step
}

/** Math.log2 rounds: just below a power of two it may already say the next one. */
function floorLog2(n: number): number {
  let exponent = 0
  for (let rest = n; rest >= 2; rest /= 2) exponent += 1
  return exponent
}
