/** A browser sends the click of a finger some moments after its release. */
const CLICK_MS = 100
/** A key whose release went to another window is not waited for any longer. */
const MOST_MS = 1_000

/**
 * A tap is a press and a release on one element: whoever exchanged the element between the two would swallow it, and nothing
 * would tell the person why nothing happened. So work that is asked for during a press is done once, when its click has come.
 */
export function oncePressed(work: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isDown = false
  let isAsked = false
  const settle = (): void => {
    clearTimeout(timer)
    isDown = false
    if (!isAsked) return
    isAsked = false
    work()
  }
  const settleAfter = (milliseconds: number): void => {
    clearTimeout(timer)
    timer = setTimeout(settle, milliseconds)
  }
  const press = (): void => {
    isDown = true
    settleAfter(MOST_MS)
  }
  const release = (): void => {
    if (isDown) settleAfter(CLICK_MS)
  }
  const isPress = ({ key, target }: KeyboardEvent): boolean => key === ' ' && target instanceof HTMLButtonElement
  addEventListener('pointerdown', press, true)
  addEventListener('pointerup', release, true)
  addEventListener('pointercancel', settle, true)
  addEventListener('keydown', (event) => isPress(event) && press(), true)
  addEventListener('keyup', (event) => isPress(event) && release(), true)
  addEventListener(
    'click',
    () => {
      // What the click itself asks for is done at once; what waited comes after it.
      isDown = false
      settleAfter(0)
    },
    true,
  )
  return () => {
    isAsked = isDown
    if (!isDown) work()
  }
}
