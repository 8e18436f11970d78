const IDLE_MS = 600_000
const HIDDEN_MS = 120_000
const LOOKS_MS = 5_000
const SIGNS = ['pointerdown', 'keydown', 'scroll', 'input'] as const

/**
 * Ends an open mailbox after ten minutes without a sign of the person, or two minutes in which nobody saw it. A phone that
 * slept ends it when it wakes (UX-M-07).
 */
export function endWhenIdle(end: () => void, gone: AbortSignal): void {
  let sign = performance.now()
  let hiddenSince = document.visibilityState === 'hidden' ? sign : null
  const isOver = (): boolean => {
    const now = performance.now()
    return now - sign >= IDLE_MS || (hiddenSince !== null && now - hiddenSince >= HIDDEN_MS)
  }
  const look = (): void => {
    if (isOver()) end()
  }
  const onSign = (): void => {
    look()
    sign = performance.now()
  }
  const onSight = (): void => {
    look()
    hiddenSince = document.visibilityState === 'hidden' ? performance.now() : null
  }
  const timer = setInterval(look, LOOKS_MS)
  for (const kind of SIGNS) addEventListener(kind, onSign, { passive: true, signal: gone })
  document.addEventListener('visibilitychange', onSight, { signal: gone })
  gone.addEventListener('abort', () => clearInterval(timer))
}
